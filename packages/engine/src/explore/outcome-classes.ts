import {
  allObjects,
  type ClusterState,
  isTerminating,
  type KubeObject,
  listAt,
  type Response,
  textAt,
} from '@capsule-whatif/model'
import type { Causes } from '../predict/causes.ts'
import { effectsBetween } from '../predict/effects.ts'
import type { Effect } from '../predict/prediction.ts'
import { outcomeSignature } from '../replay/outcome.ts'
import type { Exploration } from '../schedule/explore/explore.ts'
import { rounds } from '../schedule/explore/rounds.ts'

/** Every `EndKind`. */
export const endKinds = ['at rest', 'goes round', 'patience over'] as const

/** How a run ends: all is quiet; controllers go round for ever; or patience was over while they still worked. */
export type EndKind = (typeof endKinds)[number]

/** Ends in which the same becomes of every object, and the same is answered. What objects hold may differ. */
export interface OutcomeClass {
  readonly kind: EndKind
  /** numbers of states that end so, the nearest first */
  readonly states: readonly number[]
  /** how many there are of them that differ in what objects hold, but for times, versions and new uids */
  readonly variants: number
  /** effects against the beginning, without causes */
  readonly effects: readonly Effect[]
  /** keys of the effects */
  readonly effectKeys: ReadonlySet<string>
  readonly responses: readonly (Response | null)[]
  /** objects that terminate and never go, with what they wait for */
  readonly stuck: readonly string[]
}

const none = (): readonly string[] => []
const noCauses: Causes = { of: none, ofCreation: none, ofMarking: none }

/** The ends of an exploration, alike ones together, in the order in which they were found. */
export function outcomeClasses(exploration: Exploration, base: ClusterState): readonly OutcomeClass[] {
  const { search } = exploration
  const start = new Set(allObjects(base))
  const ends: readonly (readonly [EndKind, number])[] = [
    ...search.ends.map((state) => ['at rest', state] as const),
    ...rounds(search).flatMap((members) => members.map((state) => ['goes round', state] as const)),
    ...search.restless.map((state) => ['patience over', state] as const),
  ]
  const byFates = new Map<string, OutcomeClass & { readonly states: number[] }>()
  const contents = new Map<string, Set<string>>()
  for (const [kind, number] of ends) {
    const { state, responses } = exploration.stateOf(number)
    const found = classOf(kind, base, state, responses)
    const fates = JSON.stringify([kind, [...found.effectKeys].sort(), responses.map(told), found.stuck])
    const held = contents.get(fates) ?? new Set()
    contents.set(fates, held.add(outcomeSignature({ responses: [], after: allObjects(state) }, start)))
    const known = byFates.get(fates)
    if (known) known.states.push(number)
    else byFates.set(fates, { ...found, states: [number], variants: 1 })
  }
  return [...byFates].map(([fates, found]) => ({ ...found, variants: contents.get(fates)?.size ?? 1 }))
}

/** What an answer tells whoever asked: whether it was granted, and of a refusal everything. */
function told(response: Response | null): Response | null {
  return response && response.code < 400 ? { ...response, body: {} } : response
}

function classOf(
  kind: EndKind,
  base: ClusterState,
  state: ClusterState,
  responses: readonly (Response | null)[],
): Omit<OutcomeClass, 'states' | 'variants'> {
  const effects = effectsBetween(base, state, noCauses).filter((effect) => !isSilent(effect))
  return {
    kind,
    effects,
    effectKeys: new Set(effects.map(effectKey)),
    responses,
    stuck: kind === 'patience over' ? [] : allObjects(state).filter(isTerminating).map(waitsFor),
  }
}

/** Changes that only tell when something was looked at. */
function isSilent({ outcome, fields }: Effect): boolean {
  return (
    outcome === 'changed' &&
    (fields ?? []).every((field) => /\.(lastTransitionTime|observedGeneration|time)$/.test(field))
  )
}

/** A text for an effect that two outcomes share when they have it in common. */
export function effectKey({ outcome, kind, namespace, name }: Omit<Effect, 'causes'>): string {
  return `${outcome} ${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`
}

/** What an object that terminates waits for. */
function waitsFor(object: KubeObject): string {
  const { kind, metadata } = object
  const name = metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`
  const waits = [
    ...(metadata.finalizers ?? []),
    ...listAt(object, 'spec', 'finalizers').filter((each) => each === 'kubernetes'),
  ]
  const remaining = listAt(object, 'status', 'conditions')
    .filter(
      (condition) =>
        textAt(condition, 'status') === 'True' && /Remaining|Terminating/.test(textAt(condition, 'type') ?? ''),
    )
    .map((condition) => textAt(condition, 'message') ?? '')
    .filter((message) => message !== '')
  const why = remaining.length > 0 ? ` (${remaining.join('; ')})` : ''
  return `${kind} ${name} waits for ${waits.length > 0 ? waits.join(', ') : 'its removal'}${why}`
}
