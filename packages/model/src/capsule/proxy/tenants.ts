import { type KubeObject, labelsOf } from '../../object/kube-object.ts'
import { matchesRequirements } from '../../object/label-selector.ts'
import { findObject, listObjects } from '../../state/store.ts'
import { capsuleGroup, capsuleVersion, metadataNameLabel, tenantsKey } from '../tenant/constants.ts'
import { clusterScopeRequirements } from './cluster-resources.ts'
import {
  asProxy,
  type ModuleRequest,
  type ModuleVerdict,
  notFoundByProxy,
  type ProxyModule,
  withSelector,
} from './proxy-module.ts'
import { namesOf } from './proxy-tenants.ts'
import { isIn, joinRequirements, selectsNothing } from './selector-text.ts'

export const tenantsModule: ProxyModule = {
  takes: ({ group, version, resource }) =>
    group === capsuleGroup && version === capsuleVersion && resource === 'tenants',
  list: listTenants,
  get: getTenant,
}

/**
 * Tenants are listed by name too, by the label that Capsule's admission puts on them.
 * [capsule-proxy internal/modules/tenants/list.go; extended E5.4]
 */
function listTenants({ state, tenants, type }: ModuleRequest): ModuleVerdict {
  const requirements = clusterScopeRequirements(type, 'List', tenants)
  const joined = requirements.length === 0 ? undefined : joinRequirements(requirements)
  const selects = (tenant: KubeObject): boolean =>
    joined !== undefined && !('error' in joined) && matchesRequirements(joined, labelsOf(tenant))
  const ruled = listObjects(state, tenantsKey).filter(selects)
  const names = [...namesOf(tenants), ...ruled.map(({ metadata }) => metadata.name)]
  if (names.length === 0) return withSelector(selectsNothing, 'the caller has no tenants')
  return withSelector(isIn(metadataNameLabel, names), "the caller's tenants")
}

/** [capsule-proxy internal/modules/tenants/get.go; extended E5.4] */
function getTenant({ state, request, tenants, type }: ModuleRequest): ModuleVerdict {
  const name = request.name ?? ''
  if (namesOf(tenants).includes(name)) return asProxy("it is the caller's tenant")
  const tenant = findObject(state, tenantsKey, undefined, name)
  const rules = tenant ? clusterScopeRequirements(type, 'Get', tenants) : []
  if (tenant && rules.some((rule) => matchesRequirements([rule], labelsOf(tenant))))
    return asProxy('a rule of ClusterResources selects it')
  return notFoundByProxy(type, name, "it is not the caller's tenant")
}
