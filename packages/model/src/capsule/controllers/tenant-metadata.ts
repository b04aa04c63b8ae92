import type { Json, JsonObject } from '../../object/json.ts'
import { finalizersOf, type KubeObject, labelsOf, withMetadata } from '../../object/kube-object.ts'
import { metadataNameLabel, tenantFinalizer } from '../tenant/constants.ts'
import { asTenant, fromTenant, type Tenant } from '../tenant/tenant.ts'
import { sameObject } from './same-object.ts'

/**
 * A Tenant is labelled with its name, and has the finalizer exactly while it has namespaces or, unless it is being
 * deleted, rule quotas. [CT/metadata.go:ensureMetadata; core R2.8]
 */
export function withEnsuredMetadata(tenant: Tenant): Tenant {
  const object = fromTenant(tenant)
  const others = finalizersOf(object).filter((finalizer) => finalizer !== tenantFinalizer)
  const present = others.length < finalizersOf(object).length
  const kept = present ? finalizersOf(object) : [...others, tenantFinalizer]
  return asTenant(
    withMetadata(object, {
      labels: { ...labelsOf(object), [metadataNameLabel]: tenant.metadata.name },
      finalizers: needsFinalizer(tenant) ? kept : others,
    }),
  )
}

function needsFinalizer(tenant: Tenant): boolean {
  if ((tenant.status?.spaces ?? []).length > 0) return true
  const hasRuleQuotas = (tenant.spec?.rules ?? []).some((rule) => (rule.quota ?? []).length > 0)
  return tenant.metadata.deletionTimestamp === undefined && hasRuleQuotas
}

/** The merge patch from one object's labels and finalizers to another's; undefined where nothing differs. [core R2.4] */
export function metadataPatch(before: KubeObject, after: KubeObject): JsonObject | undefined {
  const labels = Object.entries(labelsOf(after)).filter(([key, value]) => labelsOf(before)[key] !== value)
  const metadata: Record<string, Json> = {}
  if (labels.length > 0) metadata.labels = Object.fromEntries(labels)
  if (!sameObject(finalizersOf(before), finalizersOf(after)))
    metadata.finalizers = finalizersOf(after).length > 0 ? finalizersOf(after) : null
  return Object.keys(metadata).length > 0 ? { metadata } : undefined
}
