import type { Effect } from '../predict/prediction.ts'
import type { Exploration } from '../schedule/explore/explore.ts'
import { edgesFrom, leadingTo } from '../schedule/explore/rounds.ts'
import { effectKey, type OutcomeClass } from './outcome-classes.ts'
import { pathTo, type ScheduledMove } from './path.ts'

/** Every `Verdict`. */
export const verdicts = ['must', 'may', 'never', 'unknown'] as const

/**
 * `must`: whatever the order. `may`: in some orders. `never`: in none. `unknown`: not all orders were looked at, and those
 * that were do not decide it.
 */
export type Verdict = (typeof verdicts)[number]

/** An effect over all orders. */
export interface EffectVerdict {
  readonly effect: Effect
  readonly verdict: Verdict
  /** indices of the outcome classes that have it */
  readonly classes: readonly number[]
}

/** What is to be said of each effect that some order has. */
export function verdictsOf(classes: readonly OutcomeClass[], isComplete: boolean): readonly EffectVerdict[] {
  const effects = new Map<string, Effect>()
  for (const each of classes)
    for (const effect of each.effects) if (!effects.has(effectKey(effect))) effects.set(effectKey(effect), effect)
  return [...effects].map(([key, effect]) => {
    const having = classes.flatMap(({ effectKeys }, index) => (effectKeys.has(key) ? [index] : []))
    const everywhere = having.length === classes.length
    return { effect, classes: having, verdict: everywhere ? (isComplete ? 'must' : 'unknown') : 'may' }
  })
}

/**
 * The two moves whose order decides: from one state, the first leads to where the effect is certain, the second to where
 * it is out of the question.
 */
export interface Window {
  /** the shortest way to the state in which both are still open */
  readonly before: readonly ScheduledMove[]
  readonly having: ScheduledMove
  readonly lacking: ScheduledMove
  /** whole schedules to an end with the effect and to one without, which part at that state */
  readonly withEffect: DecidedSchedule
  readonly withoutEffect: DecidedSchedule
}

/** A schedule to an end, and which of its moves decided that it ends so. */
export interface DecidedSchedule {
  readonly moves: readonly ScheduledMove[]
  /** index of the move */
  readonly decidedBy: number
  /** number of the state in which it ends */
  readonly end: number
}

/** Where it is decided whether a run ends in one of these states or in one of those. */
export function windowBetween(
  exploration: Exploration,
  having: readonly number[],
  lacking: readonly number[],
): Window | undefined {
  const { search } = exploration
  if (having.length === 0 || lacking.length === 0) return undefined
  const canHave = leadingTo(search, having)
  const canLack = leadingTo(search, lacking)
  const open = (state: number): boolean => canHave[state] === 1 && canLack[state] === 1
  const outOf = edgesFrom(search.edges, search.store.size(), 'from')
  const decision = nearestDecision(exploration, open, outOf, canHave, canLack)
  if (!decision) return undefined
  const before = pathTo(exploration, decision.state)
  const decided = (leads: Uint8Array, against: Uint8Array, ends: readonly number[]): DecidedSchedule | undefined => {
    const lies = (state: number): boolean => leads[state] === 1
    const turn = route(exploration, decision.state, outOf, lies, (state) => against[state] === 0)
    if (!turn || turn.moves.length === 0) return undefined
    const isEnd = new Set(ends)
    const rest = route(exploration, turn.state, outOf, lies, (state) => isEnd.has(state))
    const decidedBy = before.length + turn.moves.length - 1
    return rest && { moves: [...before, ...turn.moves, ...rest.moves], decidedBy, end: rest.state }
  }
  const withEffect = decided(canHave, canLack, having)
  const withoutEffect = decided(canLack, canHave, lacking)
  const [first, second] = [withEffect?.moves[withEffect.decidedBy], withoutEffect?.moves[withoutEffect.decidedBy]]
  return first && second && withEffect && withoutEffect
    ? { before, having: first, lacking: second, withEffect, withoutEffect }
    : undefined
}

type Outgoing = ReturnType<typeof edgesFrom>

/** The nearest state in which both are open and from which one turn decides; best one from which either way takes one. */
function nearestDecision(
  { search }: Exploration,
  open: (state: number) => boolean,
  outOf: Outgoing,
  canHave: Uint8Array,
  canLack: Uint8Array,
): { readonly state: number } | undefined {
  let either: number | undefined
  for (let state = 0; state < search.store.size(); state++) {
    if (!open(state)) continue
    let has = false
    let lacks = false
    for (const edge of outOf.of(state)) {
      const to = search.edges.to(edge)
      if (canHave[to] === 1 && canLack[to] === 0) has = true
      if (canLack[to] === 1 && canHave[to] === 0) lacks = true
    }
    if (has && lacks) return { state }
    if (has || lacks) either ??= state
  }
  return either === undefined ? undefined : { state: either }
}

/** The shortest way from a state to a goal, through states of which all lie on the way. */
function route(
  { search, world }: Exploration,
  from: number,
  outOf: Outgoing,
  lies: (state: number) => boolean,
  isGoal: (state: number) => boolean,
): { readonly state: number; readonly moves: readonly ScheduledMove[] } | undefined {
  const cameBy = new Map<number, number>([[from, -1]])
  const waiting = [from]
  for (const state of waiting) {
    if (isGoal(state)) return { state, moves: movesBack(state) }
    for (const edge of outOf.of(state)) {
      const to = search.edges.to(edge)
      if (cameBy.has(to) || !lies(to)) continue
      cameBy.set(to, edge)
      waiting.push(to)
    }
  }
  return undefined

  function movesBack(end: number): readonly ScheduledMove[] {
    const moves: ScheduledMove[] = []
    for (let state = end; state !== from; ) {
      const edge = cameBy.get(state) as number
      const turn = search.turns[search.edges.turn(edge)]
      if (!turn) break
      const move = world.moves.of(turn.move)
      const until = world.timeOf(turn)
      if (move.type !== 'delay') moves.push({ move, choices: turn.choices, ...(until === undefined ? {} : { until }) })
      state = search.edges.from(edge)
    }
    return moves.reverse()
  }
}
