import {
  type ClusterState,
  findObject,
  type KubeObject,
  listObjects,
  listResources,
  ownerReferencesOf,
  type ResourceKey,
  type Step,
  textAt,
} from '@capsule-whatif/model'
import type { Prediction } from '../../predict/predict.ts'
import type { Effect, Outcome } from '../../predict/prediction.ts'
import type { Certainty } from '../asking/certainty.ts'
import { effectName, nameText, type ObjectName } from '../asking/object-name.ts'

/** Why an object goes with another: it is its instance, lies in it, or is owned by it. */
export type Tie = 'instance' | 'content' | 'owned'

/** An object that goes, with what goes because it lies in it, is its instance or is owned by it. */
export interface CascadeNode {
  readonly object: ObjectName
  readonly outcome: Outcome
  readonly certainty: Certainty
  /** how it hangs on the node above; absent at the top */
  readonly tie?: Tie
  /** who deletes it first: a controller, or a user */
  readonly by: string
  readonly below: readonly CascadeNode[]
}

/** A node that is still without those below it. */
interface Fate {
  readonly object: KubeObject
  readonly outcome: Outcome
  readonly certainty: Certainty
  readonly by: string
}

interface Hung {
  readonly above: KubeObject
  readonly tie: Tie
}

/**
 * What goes or hangs in its deletion, each under what it goes with: an instance under its definition, what lies in a
 * namespace under an owner in it or else under the namespace, everything else under an owner.
 */
export function cascadeTree(
  before: ClusterState,
  { answer, steps }: Pick<Prediction, 'answer' | 'steps'>,
  accepted: Certainty,
): readonly CascadeNode[] {
  const objects = objectsByName(before)
  const atOnce = new Set(
    steps
      .filter(({ action }) => action.type === 'request')
      .flatMap(({ events }) =>
        events.filter(({ type }) => type === 'deleted').map(({ object }) => object.metadata.uid),
      ),
  )
  const deleters = firstDeleters(steps)
  const otherwise = new Set(answer.instead.map(keyOf))
  const fates = new Map<KubeObject, Fate>()
  for (const effect of [...answer.effects, ...answer.instead].filter(isLoss)) {
    const object = objects.get(keyOf(effect))
    if (object === undefined || fates.has(object)) continue
    const certainty = otherwise.has(keyOf(effect)) ? 'may' : atOnce.has(object.metadata.uid) ? accepted : 'likely'
    fates.set(object, { object, outcome: effect.outcome, certainty, by: deleters.get(object.metadata.uid) ?? '' })
  }
  return grown(fates, before)
}

/** Who deleted what first, by uid: its deletion can be carried out by somebody else. */
function firstDeleters(steps: readonly Step[]): ReadonlyMap<string | undefined, string> {
  const deleters = new Map<string | undefined, string>()
  for (const { action, events } of steps) {
    const by = action.type === 'work' ? action.controller : action.type === 'request' ? action.as.user : ''
    for (const { type, object } of events) {
      const isDeletion = type === 'deleted' || object.metadata.deletionTimestamp !== undefined
      if (isDeletion && !deleters.has(object.metadata.uid)) deleters.set(object.metadata.uid, by)
    }
  }
  return deleters
}

function isLoss({ outcome }: Effect): boolean {
  return outcome === 'gone' || outcome === 'replaced' || outcome === 'held'
}

function keyOf(effect: Effect): string {
  return nameText(effectName(effect))
}

function objectsByName(state: ClusterState): ReadonlyMap<string, KubeObject> {
  const objects = new Map<string, KubeObject>()
  for (const resource of listResources(state))
    for (const object of listObjects(state, resource))
      objects.set(nameText(effectName({ kind: object.kind, ...object.metadata })), object)
  return objects
}

function grown(fates: ReadonlyMap<KubeObject, Fate>, before: ClusterState): readonly CascadeNode[] {
  const byUid = new Map([...fates.keys()].map((object) => [object.metadata.uid, object]))
  const below = new Map<KubeObject, { readonly fate: Fate; readonly tie: Tie }[]>()
  const roots: Fate[] = []
  const place = placesOf(before, fates, byUid)
  for (const fate of fates.values()) {
    const hung = place(fate.object)
    if (hung === undefined) {
      roots.push(fate)
      continue
    }
    const list = below.get(hung.above) ?? []
    list.push({ fate, tie: hung.tie })
    below.set(hung.above, list)
  }
  const node = ({ object, ...fate }: Fate, tie: Tie | undefined): CascadeNode => ({
    object: effectName({ kind: object.kind, ...object.metadata }),
    ...fate,
    ...(tie === undefined ? {} : { tie }),
    below: (below.get(object) ?? []).map((each) => node(each.fate, each.tie)),
  })
  return roots.map((fate) => node(fate, undefined))
}

type Place = (object: KubeObject) => Hung | undefined

function placesOf(
  before: ClusterState,
  fates: ReadonlyMap<KubeObject, Fate>,
  byUid: ReadonlyMap<string | undefined, KubeObject>,
): Place {
  const definitions = new Map(
    [...fates.keys()]
      .filter(({ kind }) => kind === 'CustomResourceDefinition')
      .map((object) => [`${textAt(object, 'spec', 'group')}/${textAt(object, 'spec', 'names', 'kind')}`, object]),
  )
  return (object) => {
    const definition = definitions.get(`${object.apiVersion.split('/')[0]}/${object.kind}`)
    if (definition !== undefined) return { above: definition, tie: 'instance' }
    const owners = ownerReferencesOf(object)
      .map(({ uid }) => byUid.get(uid))
      .filter((owner) => owner !== undefined && owner !== object)
    const { namespace } = object.metadata
    const near = owners.find((owner) => owner?.metadata.namespace === namespace)
    if (near !== undefined && namespace !== undefined) return { above: near, tie: 'owned' }
    const holding = namespace === undefined ? undefined : findObject(before, namespaces, undefined, namespace)
    if (holding !== undefined && fates.has(holding)) return { above: holding, tie: 'content' }
    return owners[0] === undefined ? undefined : { above: owners[0], tie: 'owned' }
  }
}

const namespaces: ResourceKey = '/namespaces'

/** Every node of a tree, those above first. */
export function nodesOf(tree: readonly CascadeNode[]): readonly CascadeNode[] {
  return tree.flatMap((node) => [node, ...nodesOf(node.below)])
}
