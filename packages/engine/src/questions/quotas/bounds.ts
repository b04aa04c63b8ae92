import {
  type ClusterState,
  isJsonObject,
  type Json,
  type KubeObject,
  listAt,
  listObjects,
  parseQuantity,
  textAt,
} from '@capsule-whatif/model'
import { type ObjectName, objectName } from '../asking/object-name.ts'

/** One bound and how near it is. */
export interface Bound {
  /** what sets it */
  readonly by: ObjectName
  /** what is bound: `limits.cpu`, `pods`, `namespaces` */
  readonly resource: string
  readonly used: string
  readonly hard: string
  /** used of hard, in percent, rounded down; 100 where hard is zero */
  readonly percent: number
}

/** Every bound of the cluster, the nearest first: quotas, quotas of whole Tenants, numbers of Namespaces, pools. */
export function boundsOf(state: ClusterState): readonly Bound[] {
  return [
    ...listObjects(state, '/resourcequotas').flatMap(ofQuota),
    ...ofTenants(state),
    ...listObjects(state, 'capsule.clastix.io/tenants').flatMap(ofNamespaces),
    ...listObjects(state, 'capsule.clastix.io/resourcepools').flatMap(ofPool),
  ].toSorted((a, b) => b.percent - a.percent)
}

function ofQuota(quota: KubeObject): readonly Bound[] {
  const { hard, used } = (quota.status ?? {}) as { readonly hard?: Json; readonly used?: Json }
  return pairs(objectName(quota), hard, used)
}

function ofPool(pool: KubeObject): readonly Bound[] {
  const allocation = isJsonObject(pool.status) ? pool.status.allocation : undefined
  if (!isJsonObject(allocation)) return []
  return pairs(objectName(pool), allocation.hard, allocation.used)
}

function ofNamespaces(tenant: KubeObject): readonly Bound[] {
  const options = isJsonObject(tenant.spec) ? tenant.spec.namespaceOptions : undefined
  const quota = isJsonObject(options) ? options.quota : undefined
  if (typeof quota !== 'number') return []
  const count = listAt(tenant, 'status', 'namespaces').length
  return pairs(objectName(tenant), { namespaces: quota }, { namespaces: count })
}

const hardPrefix = 'quota.capsule.clastix.io/hard-'
const usedPrefix = 'quota.capsule.clastix.io/used-'

/** Quotas of scope Tenant tell in annotations what the whole Tenant may use and uses; each of its quotas tells the same. */
function ofTenants(state: ClusterState): readonly Bound[] {
  const bounds = new Map<string, Bound>()
  for (const { metadata } of listObjects(state, '/resourcequotas')) {
    const owner = metadata.ownerReferences?.find(({ kind }) => kind === 'Tenant')
    if (owner === undefined) continue
    for (const [key, hard] of Object.entries(metadata.annotations ?? {})) {
      if (!key.startsWith(hardPrefix)) continue
      const resource = key.slice(hardPrefix.length)
      const used = metadata.annotations?.[`${usedPrefix}${resource}`] ?? '0'
      const [bound] = pairs({ kind: 'Tenant', name: owner.name }, { [resource]: hard }, { [resource]: used })
      const index = metadata.labels?.['capsule.clastix.io/resource-quota'] ?? ''
      if (bound) bounds.set(`${owner.name}/${index}/${resource}`, bound)
    }
  }
  return [...bounds.values()]
}

function pairs(by: ObjectName, hard: Json | undefined, used: Json | undefined): readonly Bound[] {
  if (!isJsonObject(hard)) return []
  return Object.entries(hard).flatMap(([resource, bound]) => {
    const [most, now] = [quantity(bound), quantity(isJsonObject(used) ? used[resource] : undefined)]
    if (most === undefined || now === undefined) return []
    const percent = most.nano === 0n ? 100 : Number((now.nano * 100n) / most.nano)
    return [{ by, resource, used: now.text, hard: most.text, percent }]
  })
}

function quantity(value: Json | undefined): { readonly nano: bigint; readonly text: string } | undefined {
  const text = value === undefined ? '0' : String(value)
  const read = parseQuantity(text)
  return read && { nano: read.nano, text }
}

/** Kinds that bound what may be used and are not read here. */
const unread = ['globalresourcequotas', 'customquotas', 'globalcustomquotas'] as const

export function unreadBounds(state: ClusterState): readonly string[] {
  return unread.flatMap((resource) => {
    const objects = listObjects(state, `capsule.clastix.io/${resource}`)
    return objects.length === 0
      ? []
      : [
          `How near ${objects.length} ${textAt(objects[0] ?? null, 'kind') ?? resource} are to their bounds is not told; what they refuse is.`,
        ]
  })
}
