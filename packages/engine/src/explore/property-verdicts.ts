import type { KubeObject } from '@capsule-whatif/model'
import type { Exploration } from '../schedule/explore/explore.ts'
import { edgesFrom } from '../schedule/explore/rounds.ts'
import { isComplete } from './completeness.ts'
import type { PropertyVerdict } from './exploration-answer.ts'
import { breaksAtItsEnd, minimise } from './minimise.ts'
import { effectKey, type OutcomeClass } from './outcome-classes.ts'
import { pathTo, type ScheduledMove } from './path.ts'
import type { Property } from './properties.ts'
import { type Stage, scheduleLines } from './schedule-lines.ts'

/** What all orders say of each property. A counterexample is the shortest schedule that the search found, made smaller. */
export function judgeProperties(
  properties: readonly Property[],
  exploration: Exploration,
  stage: Stage,
  classes: readonly OutcomeClass[],
  objects: readonly KubeObject[],
): readonly PropertyVerdict[] {
  return properties.map((property) => {
    const broken = property.judges
      ? judgeOutcomes(property.judges, exploration, classes)
      : property.holds
        ? judgeEventually(property.holds, exploration)
        : judgeSteps(property, exploration)
    const { name, meaning } = property
    if (!broken) return { name, meaning, verdict: isComplete(exploration) ? 'holds' : 'unknown' }
    const breaks = breaksAtItsEnd(stage, (base) => property.check?.(stage.model, base))
    const smaller = property.check ? minimise(stage, broken.path, breaks, objects) : undefined
    return {
      name,
      meaning,
      verdict: 'broken',
      says: smaller?.says ?? broken.says,
      counterexample: smaller ? smaller.lines : scheduleLines(stage, broken.path),
      ...(smaller ? { needs: smaller.needs } : {}),
    }
  })
}

interface Broken {
  readonly says: string
  readonly path: readonly ScheduledMove[]
}

function judgeSteps({ name }: Property, exploration: Exploration): Broken | undefined {
  const { search, world } = exploration
  const own = `${name}: `
  for (const { state, turn: number } of search.violations) {
    const turn = search.turns[number]
    const text = turn?.violations.map((id) => world.violations[id] ?? '').find((each) => each.startsWith(own))
    if (!turn || text === undefined) continue
    const last: ScheduledMove = { move: world.moves.of(turn.move), choices: turn.choices }
    return { says: text.slice(own.length), path: [...pathTo(exploration, state), last] }
  }
  return undefined
}

function judgeOutcomes(
  judges: NonNullable<Property['judges']>,
  exploration: Exploration,
  classes: readonly OutcomeClass[],
): Broken | undefined {
  const wayTo = ({ states }: OutcomeClass): readonly ScheduledMove[] => pathTo(exploration, states[0] ?? 0)
  if (judges === 'one outcome') {
    const [first, second] = classes
    if (!first || !second) return undefined
    return { says: `it can end in ${classes.length} ways; ${differenceOf(first, second)}`, path: wayTo(second) }
  }
  if (judges === 'comes to rest') {
    const endless = classes.find(({ kind }) => kind !== 'at rest')
    return (
      endless && {
        says:
          endless.kind === 'goes round'
            ? roundText(exploration, endless)
            : 'patience was over while controllers still worked',
        path: wayTo(endless),
      }
    )
  }
  const stuck = classes.find((each) => each.stuck.length > 0)
  return stuck && { says: stuck.stuck.join('; '), path: wayTo(stuck) }
}

/** Who writes in turn for ever. */
function roundText({ search, world }: Exploration, { states }: OutcomeClass): string {
  const outOf = edgesFrom(search.edges, search.store.size(), 'from')
  const writers = new Set<string>()
  const members = new Set(states)
  const waiting = [...states]
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    for (const edge of outOf.of(state)) {
      const turn = search.turns[search.edges.turn(edge)]
      const move = turn && world.moves.of(turn.move)
      if (turn?.writes && move?.type === 'work') writers.add(`${move.controller} (${move.key})`)
      const to = search.edges.to(edge)
      if (members.has(to) || members.size > 10_000) continue
      members.add(to)
      waiting.push(to)
    }
  }
  return `these write in turn for ever: ${[...writers].sort().join(', ')}`
}

function differenceOf(one: OutcomeClass, other: OutcomeClass): string {
  const only = (here: OutcomeClass, there: OutcomeClass): string | undefined =>
    here.effects.map(effectKey).find((key) => !there.effectKeys.has(key))
  const key = only(one, other) ?? only(other, one)
  return key === undefined ? 'what is answered, or what objects hold, differs' : `in some: ${key}`
}

/** A run that ends, or goes round, without the predicate ever having held. */
function judgeEventually(holds: NonNullable<Property['holds']>, exploration: Exploration): Broken | undefined {
  const { search } = exploration
  const outOf = edgesFrom(search.edges, search.store.size(), 'from')
  const ends = new Set([...search.ends, ...search.restless])
  const lacking = new Uint8Array(search.store.size())
  const order: number[] = []
  const waiting = [0]
  for (const state of waiting) {
    if (lacking[state] === 1 || holds(exploration.stateOf(state).state)) continue
    lacking[state] = 1
    if (ends.has(state)) return { says: 'it ends without that', path: pathTo(exploration, state) }
    order.push(state)
    for (const edge of outOf.of(state)) waiting.push(search.edges.to(edge))
  }
  const round = order.find((state) =>
    [...outOf.of(state)].some((edge) => lacking[search.edges.to(edge)] === 1 && search.edges.to(edge) <= state),
  )
  return round === undefined
    ? undefined
    : { says: 'it goes on for ever without that', path: pathTo(exploration, round) }
}
