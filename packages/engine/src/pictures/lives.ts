import {
  type ClusterState,
  equalJson,
  finalizersOf,
  isTerminating,
  type KubeObject,
  listAt,
  listObjects,
  listResources,
  type OwnerReference,
  ownerReferencesOf,
  ownerVerdict,
  type ResourceKey,
  type Step,
} from '@capsule-whatif/model'
import { changedFields } from '../predict/effects.ts'
import type { Change, Fate, PicturedObject, PicturedOwner } from './picture.ts'

/** One object under one uid, from when it is first seen. Objects are pointed to by their index in the list of lives. */
export interface Life
  extends Pick<PicturedObject, 'atStart' | 'owners' | 'home' | 'definition' | 'finalizers' | 'changes' | 'fate'> {
  /** as it was first seen */
  readonly first: KubeObject
}

interface Draft {
  readonly resource: ResourceKey
  readonly first: KubeObject
  readonly atStart: boolean
  readonly changes: Change[]
  relations: Relations
  now: KubeObject | undefined
}

type Relations = Pick<Life, 'owners' | 'home' | 'definition'>

/** Lives by number, and who lives where at the moment. */
interface Register {
  readonly drafts: Draft[]
  readonly living: Map<string, number>
  readonly byIdentity: Map<string, number>
}

/** Every object of the first state and of the steps, with what was done to it. */
export function livesOf(
  start: ClusterState,
  steps: readonly Step[],
  momentByStep: ReadonlyMap<number, number>,
): readonly Life[] {
  const register: Register = { drafts: [], living: new Map(), byIdentity: new Map() }
  for (const resource of listResources(start))
    for (const object of listObjects(start, resource)) enter(register, resource, object, true)
  for (const draft of register.drafts) draft.relations = relationsOf(register, start, draft)
  for (const step of steps) {
    const moment = momentByStep.get(step.number)
    if (moment !== undefined) for (const event of step.events) take(register, step.state, event, moment)
  }
  return register.drafts.map((draft) => {
    const { first, atStart, changes, relations } = draft
    return { first, atStart, ...relations, finalizers: allFinalizers(first), changes, fate: fateOf(draft) }
  })
}

function enter(register: Register, resource: ResourceKey, object: KubeObject, atStart: boolean): Draft {
  const draft: Draft = { resource, first: object, atStart, changes: [], relations: { owners: [] }, now: object }
  const number = register.drafts.push(draft) - 1
  const { namespace = '', name, uid = '' } = object.metadata
  register.living.set(placeKey(resource, namespace, name), number)
  register.byIdentity.set(identity(object.kind, namespace, name, uid), number)
  return draft
}

function placeKey(resource: ResourceKey, namespace: string, name: string): string {
  return `${resource}|${namespace}|${name}`
}

function identity(kind: string, namespace: string, name: string, uid: string): string {
  return `${kind}|${namespace}|${name}|${uid}`
}

function take(register: Register, state: ClusterState, event: Step['events'][number], moment: number): void {
  const { type, resource, object, oldObject } = event
  if (type === 'added') {
    const draft = enter(register, resource, object, false)
    draft.relations = relationsOf(register, state, draft)
    draft.changes.push({ moment, type: 'created' })
    return
  }
  const { namespace = '', name } = object.metadata
  const draft = register.drafts[register.living.get(placeKey(resource, namespace, name)) ?? -1]
  if (draft === undefined || oldObject === undefined) return
  draft.now = type === 'deleted' ? undefined : object
  const change: Change | undefined =
    type === 'deleted' ? { moment, type: 'gone' } : changeBetween(register, state, oldObject, object, moment)
  if (change !== undefined) addChange(draft.changes, change)
}

function changeBetween(
  register: Register,
  state: ClusterState,
  before: KubeObject,
  now: KubeObject,
  moment: number,
): Change | undefined {
  const fields = changedFields(before, now)
  if (fields.length === 0) return undefined
  const [owners, finalizers] = [ownerReferencesOf(now), allFinalizers(now)]
  return {
    moment,
    type: isTerminating(now) && !isTerminating(before) ? 'terminating' : 'changed',
    fields,
    ...(equalJson(ownerReferencesOf(before), owners) ? {} : { owners: ownersOf(register, state, now) }),
    ...(equalJson(allFinalizers(before), finalizers) ? {} : { finalizers }),
  }
}

/** Two writes of one moment are one change, where both only change. */
function addChange(changes: Change[], change: Change): void {
  const last = changes.at(-1)
  if (last?.moment !== change.moment || last.type !== 'changed' || change.type !== 'changed') {
    changes.push(change)
    return
  }
  changes[changes.length - 1] = {
    ...last,
    ...change,
    fields: [...new Set([...(last.fields ?? []), ...(change.fields ?? [])])],
  }
}

/** The finalizers of an object, and of a Namespace those of its spec too: either keep it from going. */
export function allFinalizers(object: KubeObject): readonly string[] {
  const ofSpec = object.kind === 'Namespace' ? listAt(object, 'spec', 'finalizers').map(String) : []
  return [...finalizersOf(object), ...ofSpec]
}

function relationsOf(register: Register, state: ClusterState, { resource, first }: Draft): Relations {
  const { namespace } = first.metadata
  const home = namespace === undefined ? undefined : register.living.get(placeKey('/namespaces', '', namespace))
  const definition = register.living.get(placeKey(definitionsKey, '', resource.split('/').reverse().join('.')))
  return {
    owners: ownersOf(register, state, first),
    ...(home === undefined ? {} : { home }),
    ...(definition === undefined ? {} : { definition }),
  }
}

/** Definitions are named `<plural>.<group>`. [apiextensions validation] */
const definitionsKey: ResourceKey = 'apiextensions.k8s.io/customresourcedefinitions'

function ownersOf(register: Register, state: ClusterState, dependent: KubeObject): readonly PicturedOwner[] {
  return ownerReferencesOf(dependent).map((reference) => ownerOf(register, state, dependent, reference))
}

function ownerOf(
  { byIdentity }: Register,
  state: ClusterState,
  dependent: KubeObject,
  reference: OwnerReference,
): PicturedOwner {
  const { kind, name, uid } = reference
  const verdict = ownerVerdict(state, dependent, reference)
  if (verdict === 'absent' || verdict === 'undecidable') return { kind, name, verdict }
  const { namespace = '' } = dependent.metadata
  const object = byIdentity.get(identity(kind, namespace, name, uid)) ?? byIdentity.get(identity(kind, '', name, uid))
  return { kind, name, ...(object === undefined ? {} : { object }) }
}

function fateOf({ first, atStart, now }: Draft): Fate {
  if (!now) return atStart ? 'gone' : 'passing'
  if (!atStart) return 'created'
  if (isTerminating(now) && !isTerminating(first)) return 'held'
  return changedFields(first, now).length > 0 ? 'changed' : 'kept'
}
