import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { forCaller } from '../../rules/audience.ts'
import { mutateMetadata } from '../../rules/metadata-mutation.ts'
import { tenantOfNamespace } from '../../tenant/resolve-tenant.ts'
import { type RuleBody, rulesInForce } from '../../tenant/rule-bodies.ts'
import type { Tenant } from '../../tenant/tenant.ts'
import { allowed, errored, mutated } from '../answer.ts'

/** What a namespace's rules are for a caller; no Tenant, no rules. */
type InForce =
  | { readonly tenant: Tenant | undefined; readonly bodies: readonly RuleBody[]; readonly refusal?: undefined }
  | { readonly refusal: WebhookAnswer }

/** Rules are asked wherever the Namespace's ownerReference has the uid of its Tenant. [handlers/typed_tenant_ruleset.go; core C3.3] */
function rulesFor(request: AdmissionRequest, state: ClusterState): InForce {
  const { tenant, error } = tenantOfNamespace(state, request.namespace)
  if (error !== undefined) return { refusal: errored(error) }
  if (!tenant) return { tenant, bodies: [] }
  const rules = forCaller(state, tenant, request.user, rulesInForce(state, request.namespace, tenant))
  return rules.error === undefined ? { tenant, bodies: rules.bodies } : { refusal: errored(rules.error) }
}

/** Objects get the metadata that the rules of their namespace give them. [rules/generic/mutation; extended A10.23] */
export function mutateByRules(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  const { object, namespace, operation, type } = request
  if (!object || namespace === '' || operation === 'DELETE') return allowed
  const found = rulesFor(request, state)
  if (found.refusal) return found.refusal
  return mutated(request, mutateMetadata(object, type, found.bodies))
}

/** Objects keep to the rules of their namespace. [rules/generic/validation/register.go; core C3.3] */
export function validateByRules(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  if (!request.object || request.namespace === '' || request.operation === 'DELETE') return allowed
  if (request.subresource !== '' && !isEphemeralContainers(request)) return allowed
  return rulesFor(request, state).refusal ?? allowed
}

function isEphemeralContainers({ type, subresource }: AdmissionRequest): boolean {
  return type.group === '' && type.kind === 'Pod' && subresource === 'ephemeralcontainers'
}
