import { labelsOf } from '../../object/kube-object.ts'
import { matchesRequirements } from '../../object/label-selector.ts'
import { keyOf } from '../../object/resource-type.ts'
import { findObject } from '../../state/store.ts'
import { clusterScopeRequirements } from './cluster-resources.ts'
import {
  type ModuleRequest,
  type ModuleVerdict,
  notFoundByProxy,
  type ProxyModule,
  withSelector,
} from './proxy-module.ts'
import { joinRequirements, selectsNothing } from './selector-text.ts'

/** Every cluster-scoped kind but namespaces and tenants, with the gate ProxyClusterScoped. */
export const clusterScopedKindsModule: ProxyModule = {
  takes: (type, _request, { clusterScoped }) =>
    clusterScoped === true && !type.namespaced && type.verbs.includes('get'),
  list: listByRules,
  get: getByRules,
}

/** Without a rule the list is empty. [capsule-proxy internal/modules/clusterscoped/list.go; extended E7.4] */
function listByRules({ type, tenants }: ModuleRequest): ModuleVerdict {
  const requirements = clusterScopeRequirements(type, 'List', tenants)
  return requirements.length > 0
    ? withSelector(joinRequirements(requirements), 'rules of ClusterResources')
    : withSelector(selectsNothing, 'no rule of ClusterResources covers the kind')
}

/**
 * An object that a rule selects is got in the name of the proxy; one that none selects in that of the caller.
 * [capsule-proxy internal/modules/clusterscoped/get.go; extended E7.4]
 */
function getByRules({ state, request, type, tenants }: ModuleRequest): ModuleVerdict {
  const requirements = clusterScopeRequirements(type, 'Get', tenants)
  if (requirements.length === 0) return { leavesAlone: true, why: 'no rule of ClusterResources covers the kind' }
  const name = request.name ?? ''
  const object = findObject(state, keyOf(type), undefined, name)
  if (!object) return notFoundByProxy({ group: type.group, resource: type.kind }, name, 'there is no such object')
  const fitting = requirements.find((requirement) => matchesRequirements([requirement], labelsOf(object)))
  return fitting
    ? withSelector([fitting], 'a rule of ClusterResources selects it')
    : { leavesAlone: true, why: 'no rule of ClusterResources selects it' }
}
