import type { ResourceKey } from '../object/gvk.ts'
import { one } from '../object/resource-list.ts'
import { countName, type Evaluator } from './evaluator.ts'

/** Names that some resources had before there were `count/` names. [pkg/quota/v1/evaluator/core/registry.go] */
export const countAliases: Readonly<Record<ResourceKey, string>> = {
  '/configmaps': 'configmaps',
  '/resourcequotas': 'resourcequotas',
  '/replicationcontrollers': 'replicationcontrollers',
  '/secrets': 'secrets',
}

/** Objects are counted when they are made; scopes never match them. [apiserver pkg/quota/v1/generic/evaluator.go; kubernetes.md 5.1.3] */
export function objectCountEvaluator(resource: ResourceKey): Evaluator {
  const alias = countAliases[resource]
  const names = alias === undefined ? [countName(resource)] : [countName(resource), alias]
  return {
    resource,
    handles: ({ operation, subresource }) => operation === 'CREATE' && subresource === '',
    matchingNames: (wanted) => wanted.filter((name) => names.includes(name)),
    matchesScope: () => false,
    usage: () => Object.fromEntries(names.map((name) => [name, one])),
  }
}
