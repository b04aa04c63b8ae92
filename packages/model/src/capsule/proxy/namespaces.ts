import { labelsOf, ownerReferencesOf } from '../../object/kube-object.ts'
import { matchesRequirements } from '../../object/label-selector.ts'
import { findObject, listObjects } from '../../state/store.ts'
import { metadataNameLabel, namespacesKey } from '../tenant/constants.ts'
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

export const namespacesModule: ProxyModule = {
  takes: ({ group, version, resource }) => group === '' && version === 'v1' && resource === 'namespaces',
  list: listNamespaces,
  get: getNamespace,
}

/**
 * Namespaces are listed and watched by name: those in the status of the caller's tenants and those that rules of
 * ClusterResources select. Without any the list is empty, and no refusal. A watch keeps the names that it began with.
 * [capsule-proxy internal/modules/namespace/list.go; extended E5.1, E5.2]
 */
function listNamespaces(request: ModuleRequest): ModuleVerdict {
  const names = [...request.tenants.flatMap(({ tenant }) => tenant.status?.namespaces ?? []), ...ruledNames(request)]
  if (names.length === 0) return withSelector(selectsNothing, 'the caller has no namespaces')
  const tenants = namesOf(request.tenants).join(', ')
  return withSelector(
    isIn(metadataNameLabel, names),
    `the namespaces in the status of the caller's tenants (${tenants})`,
  )
}

function ruledNames({ state, tenants, type }: ModuleRequest): readonly string[] {
  const requirements = clusterScopeRequirements(type, 'List', tenants)
  const joined = requirements.length === 0 ? undefined : joinRequirements(requirements)
  if (joined === undefined || 'error' in joined) return []
  return listObjects(state, namespacesKey)
    .filter((namespace) => matchesRequirements(joined, labelsOf(namespace)))
    .map(({ metadata }) => metadata.name)
}

/**
 * A Namespace is shown to its tenant's people: one whose first owner reference is no Tenant is not found, nor is one of
 * another tenant, whatever RBAC allows the caller. [capsule-proxy internal/modules/namespace/get.go; extended E5.3]
 */
function getNamespace({ state, request, tenants, type }: ModuleRequest): ModuleVerdict {
  const name = request.name ?? ''
  const namespace = findObject(state, namespacesKey, undefined, name)
  if (!namespace) return asProxy('there is no such namespace, so the API server says so')
  const [owner] = ownerReferencesOf(namespace)
  if (owner?.kind !== 'Tenant')
    return notFoundByProxy(type, name, 'its first owner reference is no Tenant, so the proxy hides it')
  if (namesOf(tenants).includes(owner.name)) return asProxy(`it is a namespace of the caller's tenant ${owner.name}`)
  const rules = clusterScopeRequirements(type, 'Get', tenants)
  if (rules.some((rule) => matchesRequirements([rule], labelsOf(namespace))))
    return asProxy('a rule of ClusterResources selects it')
  return notFoundByProxy(type, name, `it is of the tenant ${owner.name}, which is not the caller's`)
}
