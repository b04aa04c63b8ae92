import { resourceKey } from '../../../object/gvk.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { listObjects } from '../../../state/store.ts'
import { listTenants, tenantsByStatusNamespace } from '../../tenant/tenant-lists.ts'
import { deny } from '../answer.ts'
import { type HostPaths, hostPathsOf } from './ingress.ts'
import type { IngressReview, IngressRule } from './review.ts'

/** No two Ingresses within the Tenant's collision scope have one host and path. [ingress/validate_collision.go; extended A5.3] */
export const collision: IngressRule = (review) => {
  const scope = review.tenant.spec?.ingressOptions?.hostnameCollisionScope ?? 'Disabled'
  const namespaces = namespacesIn(scope, review.state, review.namespace)
  if (namespaces.size === 0) return undefined
  const taken = hostPathsOf(review.ingress).find((hostPaths) => isTaken(hostPaths, review, namespaces))
  return taken
    ? deny(`hostname ${taken.host} is already used across the cluster: please, reach out to the system administrators`)
    : undefined
}

function namespacesIn(scope: string, state: ClusterState, namespace: string): ReadonlySet<string> {
  if (scope === 'Namespace') return new Set([namespace])
  if (scope !== 'Tenant' && scope !== 'Cluster') return new Set()
  const tenants = scope === 'Cluster' ? listTenants(state) : tenantsByStatusNamespace(state, namespace)
  return new Set(tenants.flatMap((tenant) => tenant.status?.namespaces ?? []))
}

/** Another one has it; one alone may be the Ingress itself. */
function isTaken(wanted: HostPaths, review: IngressReview, namespaces: ReadonlySet<string>): boolean {
  const ingresses = listObjects(review.state, resourceKey('networking.k8s.io', 'ingresses')).filter((other) =>
    namespaces.has(other.metadata.namespace ?? ''),
  )
  return wanted.paths.some((path) => {
    const users = ingresses.filter((other) =>
      hostPathsOf(other).some(({ host, paths }) => host === wanted.host && paths.includes(path)),
    )
    const [first] = users
    if (users.length > 1) return true
    return (
      first !== undefined &&
      (first.metadata.name !== review.ingress.metadata.name || first.metadata.namespace !== review.namespace)
    )
  })
}
