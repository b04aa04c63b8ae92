import { servedTypes } from '../../apiserver/discovery.ts'
import { objectManagedByLabel } from '../tenant/constants.ts'
import { type ModuleRequest, type ModuleVerdict, type ProxyModule, withSelector } from './proxy-module.ts'
import { isIn, selectsNothing } from './selector-text.ts'

/** Lists of a namespaced kind over all namespaces, as of `kubectl get pods -A`. */
export const namespacedKindsModule: ProxyModule = {
  takes: (type, { verb, namespace = '' }) => type.namespaced && verb === 'list' && namespace === '',
  list: listOverAllNamespaces,
}

/**
 * A list over all namespaces shows the objects that carry the label of one of the caller's tenants. A tenant counts if the
 * caller may list the kind in the first namespace of its status: that stands for all of them. Objects without the label
 * are missing, and after a migration those that still have the old one are shown to the old tenant.
 * [capsule-proxy internal/modules/namespaced/catchall.go; extended E6]
 */
function listOverAllNamespaces({ state, type, tenants, mayList }: ModuleRequest): ModuleVerdict {
  const isPreferred = servedTypes(state).some(
    ({ group, version, resource }) => group === type.group && version === type.version && resource === type.resource,
  )
  const readable = ['get', 'list', 'watch'].every((verb) => type.verbs.includes(verb))
  if (!isPreferred || !readable)
    return { leavesAlone: true, why: 'the proxy has no route for this version of the kind' }
  const allowed = tenants
    .filter(({ tenant }) => {
      const [first] = tenant.status?.namespaces ?? []
      return first !== undefined && mayList(first)
    })
    .map(({ tenant }) => tenant.metadata.name)
  if (allowed.length === 0)
    return withSelector(selectsNothing, 'the caller may list the kind in the first namespace of none of their tenants')
  return withSelector(
    isIn(objectManagedByLabel, allowed),
    `the caller may list the kind in the first namespace of ${allowed.join(', ')}`,
  )
}
