import type { ResourceKey } from '../object/gvk.ts'
import { claimEvaluator } from './claim-evaluator.ts'
import { countedResource, type Evaluator } from './evaluator.ts'
import { countAliases, objectCountEvaluator } from './object-count-evaluator.ts'
import { podEvaluator } from './pod-evaluator.ts'
import { serviceEvaluator } from './service-evaluator.ts'

/** Resources that are never counted: events and what is not stored. [pkg/quota/v1/install/registry.go:ignoredResources] */
const ignored: readonly string[] = [
  '/bindings',
  '/componentstatuses',
  'authentication.k8s.io/tokenreviews',
  'authentication.k8s.io/selfsubjectreviews',
  'authorization.k8s.io/subjectaccessreviews',
  'authorization.k8s.io/selfsubjectaccessreviews',
  'authorization.k8s.io/localsubjectaccessreviews',
  'authorization.k8s.io/selfsubjectrulesreviews',
  '/events',
  'events.k8s.io/events',
]

const special: readonly Evaluator[] = [podEvaluator, serviceEvaluator, claimEvaluator]
const aliased: readonly Evaluator[] = (Object.keys(countAliases) as ResourceKey[]).map(objectCountEvaluator)
const known = new Map<ResourceKey, Evaluator>([...special, ...aliased].map((one) => [one.resource, one]))

/** Who tells the usage of a resource. Not modelled: claims of devices are only counted. [kubernetes.md 5.1.3] */
export function evaluatorOf(resource: ResourceKey): Evaluator | undefined {
  if (ignored.includes(resource)) return undefined
  return known.get(resource) ?? objectCountEvaluator(resource)
}

/** Everyone who has something to say of these names. */
export function evaluatorsOf(names: readonly string[]): readonly Evaluator[] {
  const counted = names.flatMap((name) => {
    const resource = countedResource(name)
    const evaluator = resource === undefined || known.has(resource) ? undefined : evaluatorOf(resource)
    return evaluator ? [evaluator] : []
  })
  return [...known.values(), ...counted].filter((one) => one.matchingNames(names).length > 0)
}
