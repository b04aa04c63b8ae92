import type { Reconcile } from '../../controllers/controller.ts'
import { annotationsOf, isTerminating, withMetadata } from '../../object/kube-object.ts'
import { resourceQuotaAnnotationPrefix, resourceUsedAnnotationPrefix } from '../tenant/constants.ts'
import type { Tenant } from '../tenant/tenant.ts'
import type { Failure } from './failure.ts'
import { type Kind, tenants } from './kinds.ts'
import { cached, get, list, live } from './reading.ts'
import { readyNamespaces } from './spaces.ts'
import { retryOnConflict, update } from './writing.ts'

/**
 * Custom resources that an annotation of the Tenant limits are counted into another annotation; that write failing is
 * only logged. [CT/resourcequotas_quota.go:syncCustomResourceQuotaUsages; core R7.3]
 */
export function* countCustomResources(tenant: Tenant): Reconcile<Failure | undefined> {
  for (const limited of limitedResources(tenant))
    yield* writeUsed(tenant, limited, yield* countIn(limited, readyNamespaces(tenant)))
  return undefined
}

/** How many objects of a limited resource the namespaces hold; those that terminate do not count. */
export function* countIn({ kind }: LimitedResource, namespaces: readonly string[]): Reconcile<number> {
  let used = 0
  for (const namespace of namespaces)
    used += (yield* live(list(kind, namespace))).filter((object) => !isTerminating(object)).length
  return used
}

/** The custom resources that annotations of a Tenant limit. */
export function limitedResources(tenant: Tenant): readonly LimitedResource[] {
  return Object.keys(tenant.metadata.annotations ?? {}).flatMap(parseLimited)
}

/** A custom resource by the name that annotations have for it. */
export interface LimitedResource {
  readonly name: string
  readonly kind: Kind
}

/** `quota.resources.capsule.clastix.io/<plural>.<group>_<version>` */
function parseLimited(key: string): readonly LimitedResource[] {
  if (!key.startsWith(resourceQuotaAnnotationPrefix)) return []
  const [, name = '', ...more] = key.split('/')
  const [path = '', version = '', ...rest] = name.split('_')
  const [resource = '', ...group] = path.split('.')
  if (more.length > 0 || rest.length > 0 || version === '' || group.length === 0) return []
  return [{ name, kind: { group: group.join('.'), version, resource, kind: '' } }]
}

export function* writeUsed(tenant: Tenant, { name }: LimitedResource, used: number): Reconcile<void> {
  yield* retryOnConflict(function* () {
    const found = yield* cached(get(tenants, undefined, tenant.metadata.name))
    if (!found) return {}
    const annotations = { ...annotationsOf(found), [`${resourceUsedAnnotationPrefix}/${name}`]: String(used) }
    return yield* update(tenants, withMetadata(found, { annotations }))
  })
}
