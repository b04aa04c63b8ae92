import type { AdmissionRequest, WebhookAnswer } from '../../apiserver/admission.ts'
import { listAt } from '../../object/json.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { rulesProblem } from '../rules/validation/rules.ts'
import type { TenantRule } from '../tenant/tenant.ts'
import { allowed, deny } from './answer.ts'

/** The rules of a RuleStatus are valid. [internal/webhook/rules/status; extended A10.26] */
export function validateRuleStatus(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  if (!request.object || request.operation === 'DELETE') return allowed
  const problem = rulesProblem(state, listAt(request.object, 'spec') as unknown as readonly TenantRule[])
  return problem === undefined ? allowed : deny(problem)
}
