import type { ClusterState } from '@capsule-whatif/model'
import { isComplete } from '../explore/completeness.ts'
import { pathTo, type ScheduledMove } from '../explore/path.ts'
import { type Stage, scheduleLines } from '../explore/schedule-lines.ts'
import { type Exploration, type ExploreOptions, explore } from '../schedule/explore/explore.ts'
import { rounds } from '../schedule/explore/rounds.ts'
import { type CommandContext, scriptOf } from './command.ts'
import type { Goal } from './goal.ts'
import type { Kept } from './kept.ts'
import type { OrdersVerdict, RemedyCommand } from './remedy.ts'

export type OrdersOptions = Pick<
  ExploreOptions,
  'statesMax' | 'delaysMax' | 'disturbances' | 'disturbancesMax' | 'isOver'
>

interface Broken {
  readonly says: readonly string[]
  readonly path: readonly ScheduledMove[]
}

/** Plays the commands in all orders of what controllers do: whether each ends well, with nothing lost on the way. */
export function checkOrders(
  context: CommandContext,
  base: ClusterState,
  commands: readonly RemedyCommand[],
  goal: Goal,
  kept: Kept,
  options: OrdersOptions,
): OrdersVerdict {
  const script = scriptOf(context, base, commands)
  const exploration = explore(context.model, base, script, { ...options, check: (_, step) => kept.lostBy(step) })
  const broken = lossIn(exploration) ?? badEnd(exploration, goal, kept)
  const { search, delays } = exploration
  const stage: Stage = { model: context.model, base, script, names: commands.map(({ text }) => text), fine: false }
  return {
    holds: broken === undefined,
    complete: isComplete(exploration),
    ...(delays === undefined ? {} : { delays }),
    states: search.store.size(),
    limits: search.limits,
    breaks: broken?.says ?? [],
    ...(broken ? { counterexample: scheduleLines(stage, broken.path) } : {}),
  }
}

function lossIn(exploration: Exploration): Broken | undefined {
  const { search, world } = exploration
  for (const { state, turn: number } of search.violations) {
    const turn = search.turns[number]
    if (!turn) continue
    const last: ScheduledMove = { move: world.moves.of(turn.move), choices: turn.choices }
    return {
      says: turn.violations.map((id) => world.violations[id] ?? ''),
      path: [...pathTo(exploration, state), last],
    }
  }
  return undefined
}

function badEnd(exploration: Exploration, goal: Goal, kept: Kept): Broken | undefined {
  const { search } = exploration
  for (const end of search.ends) {
    const { state, responses } = exploration.stateOf(end)
    const says = [
      ...kept.missingIn(state),
      ...goal.conditions.filter(({ holds }) => !holds(state)).map(({ says: what }) => `not reached: ${what}`),
      ...responses.flatMap((response) =>
        response && response.code >= 400 ? [`a step is refused: ${response.code}`] : [],
      ),
    ]
    if (says.length > 0) return { says, path: pathTo(exploration, end) }
  }
  const endless = rounds(search).flat()[0] ?? search.restless[0]
  return endless === undefined
    ? undefined
    : { says: ['the cluster never comes to rest'], path: pathTo(exploration, endless) }
}
