import type { ResourceKey } from '../../object/gvk.ts'
import { keyOf, type ResourceType } from '../../object/resource-type.ts'
import { customResourceStrategy } from './custom-resource.ts'
import { customResourceDefinitionStrategy } from './custom-resource-definition.ts'
import { namespaceStrategy } from './namespace.ts'
import { clusterRoleBindingStrategy, roleBindingStrategy } from './role-binding.ts'
import { secretStrategy } from './secret.ts'
import { type KindStrategy, plainStrategy } from './strategy.ts'

export type { KindStrategy, NameValidation } from './strategy.ts'
export { customResourceStrategy }

const strategies: Readonly<Record<ResourceKey, KindStrategy>> = {
  '/namespaces': namespaceStrategy,
  '/secrets': secretStrategy,
  '/serviceaccounts': { ...plainStrategy, returnsDeletedObject: true, subresources: ['token'] },
  'rbac.authorization.k8s.io/roles': { ...plainStrategy, nameValidation: 'path' },
  'rbac.authorization.k8s.io/clusterroles': { ...plainStrategy, nameValidation: 'path' },
  'rbac.authorization.k8s.io/rolebindings': roleBindingStrategy,
  'rbac.authorization.k8s.io/clusterrolebindings': clusterRoleBindingStrategy,
  'apiextensions.k8s.io/customresourcedefinitions': customResourceDefinitionStrategy,
}

const customWithStatus = customResourceStrategy(true)

/**
 * The strategy of a resource. Custom resources get the one with a status subresource; where their definition has none,
 * `customResourceStrategy(false)` is theirs.
 */
export function strategyOf(type: ResourceType): KindStrategy {
  return type.custom ? customWithStatus : (strategies[keyOf(type)] ?? plainStrategy)
}
