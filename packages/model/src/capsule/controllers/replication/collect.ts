import type { Reconcile } from '../../../controllers/controller.ts'
import { isJsonObject, type Json, type JsonObject, withoutFields } from '../../../object/json.ts'
import { type KubeObject, labelsOf, withMetadata } from '../../../object/kube-object.ts'
import { fastTemplate } from '../../tenant/fast-template.ts'
import type { LabelSelector } from '../../tenant/tenant.ts'
import { type Failure, joined } from '../failure.ts'
import type { Collected } from './accumulator.ts'
import type { ImpersonatedClient } from './impersonated-client.ts'
import { resourceIdOf } from './processed-items.ts'
import type { ResourceSpec } from './replication.ts'
import { checkScope, loadResources, type ReferenceBounds } from './resource-reference.ts'
import { inNamespace, sanitized } from './sanitize.ts'
import { type Target, templateContext, withAdditionalMetadata } from './target.ts'

/** What was collected, or why nothing can be said. */
export type Collection =
  | { readonly collected: readonly Collected[]; readonly failure?: undefined }
  | { readonly failure: Failure }

/** Whose sources may be read, and what may be made of them. */
export interface Bounds {
  readonly allowsClusterScoped: boolean
  readonly allowedNamespaces?: readonly string[]
}

/** An entry of spec.resources with its place in the list. */
export interface IndexedSpec {
  readonly index: number
  readonly spec: ResourceSpec
}

/**
 * The sources that the namespacedItems of an entry name, each once, without the labels that selected them.
 * [ct/resources/collect.go:CollectNamespacedItems; extended C4.4]
 */
export function* collectSources(
  client: ImpersonatedClient,
  spec: ResourceSpec,
  bounds: ReferenceBounds,
): Reconcile<{ readonly sources: readonly KubeObject[]; readonly failure?: Failure | undefined }> {
  const sources = new Map<string, KubeObject>()
  const failures: Failure[] = []
  for (const reference of spec.namespacedItems ?? []) {
    const { objects, failure } = yield* loadResources(client, reference, bounds)
    if (failure) failures.push(failure)
    for (const found of objects) {
      const object = bounds.namespace === '' ? found : inNamespace(found, bounds.namespace)
      const { namespace = '', name } = object.metadata
      const key = `${object.apiVersion}|${object.kind}|${namespace}|${name}`
      if (!sources.has(key)) sources.set(key, withoutSelectedLabels(object, reference.selector))
    }
  }
  return { sources: [...sources.values()], failure: joined(failures) }
}

function withoutSelectedLabels(object: KubeObject, selector: LabelSelector | undefined): KubeObject {
  const keys = [
    ...Object.keys(selector?.matchLabels ?? {}),
    ...(selector?.matchExpressions ?? []).map(({ key }) => key),
  ]
  return keys.length === 0 ? object : withMetadata(object, { labels: withoutFields(labelsOf(object), ...keys) })
}

/** Copies of the sources for one namespace; a source that lies in it is none. [CollectForNamespace; extended C4.4] */
export function* collectReplicas(
  sources: readonly KubeObject[],
  spec: ResourceSpec,
  target: Target,
  bounds: Bounds,
): Reconcile<Collection> {
  const collected: Collected[] = []
  for (const source of sources) {
    const { namespace = '' } = target
    if (source.metadata.namespace === namespace) continue
    const replica = inNamespace(sanitized(source), namespace)
    const one = yield* collectedFor(replica, 'replica', spec, target, bounds)
    if ('failure' in one) return one
    collected.push({ ...one, combines: false })
  }
  return { collected }
}

/** What rawItems and generators of an entry make for one target. [ct/resources/collect.go:Collect; extended C4.5] */
export function* collectItems(
  client: ImpersonatedClient,
  { spec, index }: IndexedSpec,
  target: Target,
  bounds: Bounds,
): Reconcile<Collection> {
  const unread = yield* readContext(client, spec, target, bounds)
  if (unread) return { failure: unread }
  const collected: Collected[] = []
  const failures: Failure[] = []
  for (const [position, raw] of (spec.rawItems ?? []).entries()) {
    const decoded = decodeRaw(raw, target)
    const origin = `${index}/raw-${position}`
    const one = decoded.failure ? decoded : yield* collectedFor(decoded.object, origin, spec, target, bounds)
    if ('failure' in one) failures.push(one.failure)
    else collected.push({ ...one, combines: true })
  }
  if ((spec.generators ?? []).length > 0) failures.push(generatorsNotModelled)
  const failure = joined(failures)
  return failure ? { failure } : { collected }
}

/** Go's templates are not modelled: a replication that has one is not predicted further than that. */
const generatorsNotModelled: Failure = { message: 'error running generator: not modelled: templates' }

/** The objects for templates are read with or without templates. [pkg/template/context.go:GatherContext] */
function* readContext(
  client: ImpersonatedClient,
  spec: ResourceSpec,
  target: Target,
  { allowedNamespaces }: Bounds,
): Reconcile<Failure | undefined> {
  const context = templateContext(target)
  const failures: (Failure | undefined)[] = []
  for (const reference of spec.context?.resources ?? []) {
    const bounds = { namespace: target.namespace ?? '', allowsClusterScoped: true, context }
    const read = yield* loadResources(client, reference, allowedNamespaces ? { ...bounds, allowedNamespaces } : bounds)
    failures.push(read.failure)
  }
  return joined(failures)
}

function decodeRaw(
  raw: JsonObject,
  target: Target,
): { readonly object: KubeObject; readonly failure?: undefined } | { readonly failure: Failure } {
  const text = fastTemplate(JSON.stringify(raw), templateContext(target))
  const object = parse(text)
  if (!isJsonObject(object))
    return { failure: { message: `decode unstructured: couldn't get version/kind; json parse error: ${text}` } }
  if (typeof object.kind !== 'string' || object.kind === '')
    return { failure: { message: `decode unstructured: Object 'Kind' is missing in '${text}'` } }
  const decoded = {
    apiVersion: '',
    ...object,
    metadata: isJsonObject(object.metadata) ? object.metadata : {},
  } as KubeObject
  return { object: target.namespace === undefined ? decoded : inNamespace(decoded, target.namespace) }
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** [AddToAccumulation] */
function* collectedFor(
  object: KubeObject,
  origin: string,
  spec: ResourceSpec,
  target: Target,
  { allowsClusterScoped }: Bounds,
): Reconcile<Omit<Collected, 'combines'> | { readonly failure: Failure }> {
  const scoped = allowsClusterScoped ? undefined : yield* checkScope(object, false)
  if (scoped && 'failure' in scoped) return scoped
  const id = resourceIdOf(object, target.tenant, origin)
  return { id, object: sanitized(withAdditionalMetadata(object, spec, templateContext(target))) }
}
