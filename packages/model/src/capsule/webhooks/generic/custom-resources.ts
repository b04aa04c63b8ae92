import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import { withMetadata } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { resourceQuotaAnnotationPrefix, resourceUsedAnnotationPrefix, tenantsKey } from '../../tenant/constants.ts'
import { fromTenant, type Tenant } from '../../tenant/tenant.ts'
import { tenantByStatusNamespace } from '../../tenant/tenant-lists.ts'
import { allowed, errored } from '../answer.ts'

/**
 * A Tenant has no more objects of a custom resource than its annotation says. Another annotation counts them, here: up
 * before an object is stored and down before it is deleted, in dry runs and for requests that are refused later too. The
 * Tenant's controller sets that right. [internal/webhook/generic/custom_resource_quota.go; extended A9.4. Not shown by a
 * recording]
 */
export function validateCustomResources(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  const tenant = request.operation === 'UPDATE' ? undefined : tenantByStatusNamespace(state, request.namespace)
  if (!tenant) return allowed
  const { resource, group, version } = request.type
  const name = `${resource}.${group}_${version}`
  return request.operation === 'CREATE' ? onCreate(tenant, name) : onDelete(tenant, name)
}

/** A limit that cannot be read limits nothing, and nothing is counted. [GetLimitResourceFromTenant] */
function onCreate(tenant: Tenant, name: string): WebhookAnswer {
  const limit = parseTenBits(tenant.metadata.annotations?.[`${resourceQuotaAnnotationPrefix}/${name}`])
  if (limit.error || limit.value === undefined) return allowed
  const used = usedOf(tenant, name)
  return used >= limit.value
    ? errored(`resource ${name} has reached quota limit of ${limit.value} items`)
    : counted(tenant, name, used + 1)
}

function onDelete(tenant: Tenant, name: string): WebhookAnswer {
  const isCounted = tenant.metadata.annotations?.[`${resourceUsedAnnotationPrefix}/${name}`] !== undefined
  return isCounted ? counted(tenant, name, usedOf(tenant, name) - 1) : allowed
}

function usedOf(tenant: Tenant, name: string): number {
  return parseTenBits(tenant.metadata.annotations?.[`${resourceUsedAnnotationPrefix}/${name}`]).value ?? 0
}

function counted(tenant: Tenant, name: string, used: number): WebhookAnswer {
  const annotations = { ...tenant.metadata.annotations, [`${resourceUsedAnnotationPrefix}/${name}`]: String(used) }
  return {
    allowed: true,
    writes: [{ resource: tenantsKey, object: withMetadata(fromTenant(tenant), { annotations }) }],
  }
}

/**
 * A number as Go reads it into ten bits: one out of range becomes the nearest that fits, with an error, and what is no
 * number has no value. [Go strconv.ParseInt; extended A9.4]
 */
function parseTenBits(text: string | undefined): { readonly value?: number; readonly error: boolean } {
  if (text === undefined || !/^[+-]?\d+$/.test(text)) return { error: text !== undefined }
  const value = Math.min(511, Math.max(-512, Number(text)))
  return { value, error: value !== Number(text) }
}
