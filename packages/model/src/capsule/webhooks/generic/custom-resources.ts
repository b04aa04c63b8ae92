import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { resourceQuotaAnnotationPrefix, resourceUsedAnnotationPrefix } from '../../tenant/constants.ts'
import { tenantByStatusNamespace } from '../../tenant/tenant-lists.ts'
import { allowed, errored } from '../answer.ts'

/**
 * A Tenant has no more objects of a custom resource than its annotation says. Numbers are read as ten bits: a limit above
 * 511 does not count at all. That upstream counts up and down in the Tenant's annotations here is not modelled.
 * [internal/webhook/generic/custom_resource_quota.go; extended A9.4]
 */
export function validateCustomResources(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  const tenant = request.operation === 'CREATE' ? tenantByStatusNamespace(state, request.namespace) : undefined
  const annotations = tenant?.metadata.annotations ?? {}
  const { resource, group, version } = request.type
  const key = `${resource}.${group}_${version}`
  const limit = parseTenBits(annotations[`${resourceQuotaAnnotationPrefix}/${key}`])
  if (limit === undefined || limit > 511) return allowed
  const used = parseTenBits(annotations[`${resourceUsedAnnotationPrefix}/${key}`]) ?? 0
  return Math.min(used, 511) >= limit ? errored(`resource ${key} has reached quota limit of ${limit} items`) : allowed
}

/** A decimal number, or undefined; the caller looks after the range. */
function parseTenBits(text: string | undefined): number | undefined {
  return text !== undefined && /^[+-]?\d+$/.test(text) ? Math.max(-512, Number(text)) : undefined
}
