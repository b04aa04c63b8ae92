import { objectAt, textAt } from '../object/json.ts'
import type { KubeObject } from '../object/kube-object.ts'
import { compareQuantities, type Quantity } from '../object/quantity.ts'
import { one, parseResources, type ResourceList } from '../object/resource-list.ts'
import type { Evaluator } from './evaluator.ts'
import { matchesValue, type ScopeRequirement } from './scope.ts'

const names: readonly string[] = ['count/persistentvolumeclaims', 'persistentvolumeclaims', 'requests.storage']
const ofClass = '.storageclass.storage.k8s.io/'

/** Claims and what they want, altogether and by class. [pkg/quota/v1/evaluator/core/persistent_volume_claims.go; kubernetes.md 5.1.8] */
export const claimEvaluator: Evaluator = {
  resource: '/persistentvolumeclaims',
  handles: ({ operation, subresource }) => subresource === '' && (operation === 'CREATE' || operation === 'UPDATE'),
  matchingNames: (wanted) => wanted.filter((name) => names.includes(name) || isOfClass(name)),
  matchesScope,
  usage,
}

function isOfClass(name: string): boolean {
  return name.endsWith(`${ofClass}persistentvolumeclaims`) || name.endsWith(`${ofClass}requests.storage`)
}

function matchesScope(scope: ScopeRequirement, claim: KubeObject): boolean {
  if (scope.scopeName !== 'VolumeAttributesClass') return false
  return matchesValue(scope, textAt(claim, 'spec', 'volumeAttributesClassName') || undefined)
}

function usage(claim: KubeObject): ResourceList {
  const className = textAt(claim, 'spec', 'storageClassName')
  const size = sizeOf(claim)
  return {
    persistentvolumeclaims: one,
    'count/persistentvolumeclaims': one,
    ...(className ? { [`${className}${ofClass}persistentvolumeclaims`]: one } : {}),
    ...(size ? { 'requests.storage': size } : {}),
    ...(size && className ? { [`${className}${ofClass}requests.storage`]: size } : {}),
  }
}

/** Whole bytes; what is allocated where that is more. */
function sizeOf(claim: KubeObject): Quantity | undefined {
  const wanted = parseResources(objectAt(claim, 'spec', 'resources').requests).storage
  const allocated = parseResources(objectAt(claim, 'status').allocatedResources).storage
  if (!wanted) return undefined
  return wholeBytes(allocated && compareQuantities(allocated, wanted) > 0 ? allocated : wanted)
}

function wholeBytes(size: Quantity): Quantity {
  const rest = size.nano % one.nano
  return rest > 0n ? { nano: size.nano - rest + one.nano, format: size.format } : size
}
