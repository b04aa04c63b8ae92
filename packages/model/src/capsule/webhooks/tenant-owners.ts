import type { AdmissionRequest, WebhookAnswer } from '../../apiserver/admission.ts'
import { textAt } from '../../object/json.ts'
import { ownerProblem } from '../tenant/owner-validation.ts'
import type { OwnerKind } from '../tenant/tenant.ts'
import { allowed, deny } from './answer.ts'

/** A TenantOwner that is a ServiceAccount is named by its username. [internal/webhook/owners; core V5] */
export function validateTenantOwner(request: AdmissionRequest): WebhookAnswer {
  if (!request.object || request.operation === 'DELETE') return allowed
  const problem = ownerProblem({
    kind: (textAt(request.object, 'spec', 'kind') ?? '') as OwnerKind,
    name: textAt(request.object, 'spec', 'name') ?? '',
  })
  return problem === undefined ? allowed : deny(problem)
}
