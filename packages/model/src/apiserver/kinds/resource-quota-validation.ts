import { type FieldError, invalid, required } from '../../object/field-error.ts'
import { type Json, type JsonObject, listAt, objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { none, parseResources, resourceNames } from '../../object/resource-list.ts'
import { amountErrors, isQuotaName, quotaNameErrors } from './resource-names.ts'

const ofPods: readonly string[] = [
  'pods',
  'cpu',
  'memory',
  'limits.cpu',
  'limits.memory',
  'requests.cpu',
  'requests.memory',
]

/** Scopes, and what can be counted in them. [pkg/apis/core/helper/helpers.go:IsResourceQuotaScopeValidForResource] */
const countedIn: Readonly<Record<string, readonly string[]>> = {
  Terminating: ofPods,
  NotTerminating: ofPods,
  NotBestEffort: ofPods,
  PriorityClass: ofPods,
  CrossNamespacePodAffinity: ofPods,
  BestEffort: ['pods'],
  VolumeAttributesClass: ['persistentvolumeclaims', 'requests.storage'],
}

const conflicts = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
] as const

/** [validation.go:ValidateResourceQuotaSpec] */
export function validateQuota(quota: KubeObject): readonly FieldError[] {
  const spec = objectAt(quota, 'spec')
  const hard = parseResources(spec.hard)
  const names = resourceNames(hard)
  return [
    ...names.flatMap((name) => [
      ...quotaNameErrors(name, `spec.hard[${name}]`),
      ...amountErrors(name, hard[name] ?? none, `spec.hard[${name}]`),
    ]),
    ...scopesErrors(listAt(spec, 'scopes').map(String), names),
    ...selectorErrors(objectAt(spec, 'scopeSelector'), spec, names),
  ]
}

/** [validation.go:validateResourceQuotaScopes] */
function scopesErrors(given: readonly string[], names: readonly string[]): readonly FieldError[] {
  const path = 'spec.scopes'
  return [
    ...given.flatMap((scope) => [
      ...(countedIn[scope] ? [] : [invalid(path, given, 'unsupported scope')]),
      ...misplaced(scope, names).map(() => invalid(path, given, 'unsupported scope applied to resource')),
    ]),
    ...conflictErrors(given, given),
  ]
}

/** The names that are counted, but not in this scope. */
function misplaced(scope: string, names: readonly string[]): readonly string[] {
  const counted = countedIn[scope]
  return counted ? names.filter((name) => isQuotaName(name) && !counted.includes(name)) : []
}

function conflictErrors(scopes: readonly string[], printed: Json): readonly FieldError[] {
  return conflicts
    .filter((pair) => pair.every((scope) => scopes.includes(scope)))
    .map(() => invalid('spec.scopes', printed, 'conflicting scopes'))
}

const onlyExists =
  "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity"

/** List positions are not told. [validation.go:validateScopedResourceSelectorRequirement] */
function selectorErrors(selector: JsonObject, spec: JsonObject, names: readonly string[]): readonly FieldError[] {
  const path = 'spec.scopeSelector.matchExpressions'
  const expressions = listAt(selector, 'matchExpressions').map((expression) => objectAt(expression))
  const scopes = expressions.map((expression) => textAt(expression, 'scopeName') ?? '')
  return [
    ...expressions.flatMap((expression, index) => {
      const scope = scopes[index] ?? ''
      const withValues = ['PriorityClass', 'VolumeAttributesClass'].includes(scope) || !countedIn[scope]
      const operator = textAt(expression, 'operator') ?? ''
      return [
        ...(countedIn[scope] ? [] : [invalid(`${path}.scopeName`, scope, 'unsupported scope')]),
        ...misplaced(scope, names).map(() => invalid(path, selector, 'unsupported scope applied to resource')),
        ...(withValues || operator === 'Exists' ? [] : [invalid(`${path}.operator`, operator, onlyExists)]),
        ...operatorErrors(operator, listAt(expression, 'values'), path),
      ]
    }),
    ...conflictErrors(scopes, spec.scopes ?? null),
  ]
}

function operatorErrors(operator: string, values: readonly Json[], path: string): readonly FieldError[] {
  if (operator === 'In' || operator === 'NotIn') {
    const detail = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"
    return values.length > 0 ? [] : [required(`${path}.values`, detail)]
  }
  if (operator !== 'Exists' && operator !== 'DoesNotExist')
    return [invalid(`${path}.operator`, operator, 'not a valid selector operator')]
  const detail = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"
  return values.length === 0 ? [] : [invalid(`${path}.values`, values, detail)]
}

/** A quota keeps its scopes. [validation.go:ValidateResourceQuotaUpdate] */
export function validateQuotaUpdate(quota: KubeObject, old: KubeObject): readonly FieldError[] {
  const [given, before] = [quota, old].map((one) => listAt(one, 'spec', 'scopes').map(String))
  const changed = given?.toSorted().join() !== before?.toSorted().join()
  return [...validateQuota(quota), ...(changed ? [invalid('spec.scopes', given ?? [], 'field is immutable')] : [])]
}
