import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { forCaller } from '../../rules/audience.ts'
import { tenantOfNamespace } from '../../tenant/resolve-tenant.ts'
import { type RuleBody, rulesInForce } from '../../tenant/rule-bodies.ts'
import type { Tenant } from '../../tenant/tenant.ts'
import { errored } from '../answer.ts'

/** What a namespace's rules are for a caller; no Tenant, no rules. */
export type InForce =
  | { readonly tenant: Tenant | undefined; readonly bodies: readonly RuleBody[]; readonly refusal?: undefined }
  | { readonly tenant?: undefined; readonly refusal: WebhookAnswer }

/** Rules are asked wherever the Namespace's ownerReference has the uid of its Tenant. [handlers/typed_tenant_ruleset.go; core C3.3] */
export function rulesFor(request: AdmissionRequest, state: ClusterState): InForce {
  const { tenant, error } = tenantOfNamespace(state, request.namespace)
  if (error !== undefined) return { refusal: errored(error) }
  if (!tenant) return { tenant, bodies: [] }
  const rules = forCaller(state, tenant, request.user, rulesInForce(state, request.namespace, tenant))
  return rules.error === undefined ? { tenant, bodies: rules.bodies } : { refusal: errored(rules.error) }
}
