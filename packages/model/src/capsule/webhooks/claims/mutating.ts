import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import { type JsonObject, listAt, objectAt, textAt, withoutFields } from '../../../object/json.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { tenantLabel } from '../../tenant/constants.ts'
import { tenantOfNamespace } from '../../tenant/resolve-tenant.ts'
import { allowed, errored, mutated } from '../answer.ts'
import { bindsStatically, isReviewed } from './review.ts'

/** A claim for static binding selects volumes of its Tenant alone. [pvc/pvc_mutating_volume.go; extended A3.2] */
export function mutateClaim(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  const claim = request.object
  if (!claim || !isReviewed(request) || !bindsStatically(request)) return allowed
  const { tenant, error } = tenantOfNamespace(state, request.namespace)
  if (error !== undefined) return errored(error)
  if (!tenant) return allowed
  const spec = objectAt(claim, 'spec')
  const selector = withTenant(objectAt(spec, 'selector'), tenant.metadata.name)
  return mutated(request, { ...claim, spec: { ...spec, selector } })
}

function withTenant(selector: JsonObject, tenant: string): JsonObject {
  const matchLabels = withoutFields(objectAt(selector, 'matchLabels'), tenantLabel)
  const others = listAt(selector, 'matchExpressions').filter((item) => textAt(item, 'key') !== tenantLabel)
  return {
    ...(Object.keys(matchLabels).length > 0 ? { matchLabels } : {}),
    matchExpressions: [...others, { key: tenantLabel, operator: 'In', values: [tenant] }],
  }
}
