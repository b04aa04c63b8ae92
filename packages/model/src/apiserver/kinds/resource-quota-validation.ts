import { type FieldError, invalid } from '../../object/field-error.ts'
import { listAt, objectAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { none, parseResources, resourceNames } from '../../object/resource-list.ts'
import { amountErrors, quotaNameErrors } from './quota-resource-names.ts'

const scopes: readonly string[] = [
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'PriorityClass',
  'CrossNamespacePodAffinity',
  'VolumeAttributesClass',
]

const conflicts = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
] as const

/** Not modelled: which scope goes with which resource, and scope selectors. [validation.go:ValidateResourceQuotaSpec] */
export function validateQuota(quota: KubeObject): readonly FieldError[] {
  const hard = parseResources(objectAt(quota, 'spec').hard)
  const given = listAt(quota, 'spec', 'scopes').map(String)
  const path = 'spec.scopes'
  return [
    ...resourceNames(hard).flatMap((name) => [
      ...quotaNameErrors(name, `spec.hard[${name}]`),
      ...amountErrors(name, hard[name] ?? none, `spec.hard[${name}]`),
    ]),
    ...given.filter((scope) => !scopes.includes(scope)).map(() => invalid(path, given, 'unsupported scope')),
    ...conflicts
      .filter((pair) => pair.every((scope) => given.includes(scope)))
      .map(() => invalid(path, given, 'conflicting scopes')),
  ]
}

/** A quota keeps its scopes. [validation.go:ValidateResourceQuotaUpdate] */
export function validateQuotaUpdate(quota: KubeObject, old: KubeObject): readonly FieldError[] {
  const [given, before] = [quota, old].map((one) => listAt(one, 'spec', 'scopes').map(String))
  const changed = given?.toSorted().join() !== before?.toSorted().join()
  return [...validateQuota(quota), ...(changed ? [invalid('spec.scopes', given ?? [], 'field is immutable')] : [])]
}
