import { type KubeObject, listAt } from '@capsule-whatif/model'
import type { Snapshot } from '../../snapshot/load-snapshot.ts'

/** Above so many Tenants only the one that is asked about is kept. */
const tenantsMax = 20

/** A snapshot in which trials of one Tenant are quick, and what was left out for it. */
export interface TenantSlice {
  readonly snapshot: Snapshot
  readonly findings: readonly string[]
}

/** The Tenant's part of a cluster with many: without the other Tenants, their Namespaces and what lies in these. */
export function tenantSlice(snapshot: Snapshot, tenant: string): TenantSlice {
  const others = snapshot.objects.filter(({ kind, metadata }) => kind === 'Tenant' && metadata.name !== tenant)
  if (others.length < tenantsMax) return { snapshot, findings: [] }
  const names = new Set(others.map(({ metadata }) => metadata.name))
  const gone = new Set(snapshot.objects.filter((object) => isOf(object, names)).map(({ metadata }) => metadata.name))
  const objects = snapshot.objects
    .filter((object) => !others.includes(object) && !(object.kind === 'Namespace' && gone.has(object.metadata.name)))
    .filter(({ metadata }) => metadata.namespace === undefined || !gone.has(metadata.namespace))
    .map((object) => (object.kind === 'CapsuleConfiguration' ? withTenant(object, tenant) : object))
  return {
    snapshot: { objects, origins: [], issues: [] },
    findings: [
      `Tried with Tenant ${tenant} alone: the other ${others.length} Tenants with their Namespaces were left out.`,
    ],
  }
}

function isOf({ kind, metadata }: KubeObject, tenants: ReadonlySet<string>): boolean {
  return kind === 'Namespace' && tenants.has(metadata.labels?.['capsule.clastix.io/tenant'] ?? '')
}

function withTenant(configuration: KubeObject, tenant: string): KubeObject {
  if (listAt(configuration, 'status', 'tenants').length === 0) return configuration
  return { ...configuration, status: { ...(configuration.status as object), tenants: [tenant] } }
}
