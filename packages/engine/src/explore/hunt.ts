import {
  type ClusterModel,
  type ClusterState,
  everyRequestGrantedIsAllowed,
  everyWriteIsARequest,
  type KubeObject,
  type Step,
  stateInvariants,
  stepInvariants,
} from '@capsule-whatif/model'
import { type Exploration, explore } from '../schedule/explore/explore.ts'
import type { Disturbance } from '../schedule/explore/script.ts'
import type { Menu } from './menu.ts'
import { breaksAtItsEnd, breaksAtRest, minimise, type SmallestExample } from './minimise.ts'
import { pathTo, type ScheduledMove } from './path.ts'
import { propertyOf } from './properties.ts'
import type { Stage } from './schedule-lines.ts'

/** How far a hunt goes. */
export interface HuntOptions {
  /** how many deeds of the menu one run has at most; default 3 */
  readonly deedsMax?: number
  /** what may go otherwise than usual; default nothing */
  readonly disturbances?: readonly Disturbance[]
  /** how often work is put off in one run; default 1 */
  readonly delaysMax?: number
  /** states of one search; default 200,000 */
  readonly statesMax?: number
  /** asked now and then: whether to stop */
  readonly isOver?: () => boolean
}

/** A surprise: what is wrong, and the shortest schedule that was found to it. */
export interface Surprise {
  /** name of the invariant, and what it says of which object */
  readonly says: string
  readonly path: readonly ScheduledMove[]
  /** whether it shows once all is at rest; else with the last step */
  readonly atRest: boolean
}

/** What a hunt found, of each thing that is wrong the nearest example. */
export interface Hunt {
  readonly surprises: readonly Surprise[]
  readonly exploration: Exploration
}

/** Invariants that say of the model's own making what it must be: breaking them is no surprise of a cluster. */
const ofTheModel: ReadonlySet<string> = new Set([everyWriteIsARequest.name, everyRequestGrantedIsAllowed.name])

/** What is wrong with a step, by the model's own invariants and the counts of quotas. */
export function wrongSteps(
  model: ClusterModel,
  base: ClusterState,
): (before: ClusterState, step: Step) => readonly string[] {
  const quotas = propertyOf('quotas-hold')?.check?.(model, base)
  const surprising = stepInvariants.filter(({ name }) => !ofTheModel.has(name))
  return (before, step) => [
    ...surprising.flatMap((invariant) =>
      invariant.violations(before, step).map(({ object, says }) => `${invariant.name}: ${object}: ${says}`),
    ),
    ...(quotas?.(before, step) ?? []).map((says) => `quotas hold: ${says}`),
  ]
}

/** What is wrong with a cluster at rest. */
export function wrongAtRest(state: ClusterState): readonly string[] {
  return stateInvariants.flatMap((invariant) =>
    invariant.violations(state).map(({ object, says }) => `${invariant.name}: ${object}: ${says}`),
  )
}

/**
 * Looks for surprises that nobody told it of: does any few things of a menu, in every order and at every moment, and looks
 * at each step and at each rest for what breaks an invariant that was not broken in the beginning.
 */
export function hunt(model: ClusterModel, base: ClusterState, menu: Menu, options: HuntOptions = {}): Hunt {
  const known = new Set(wrongAtRest(base))
  const exploration = explore(model, base, menu.script, {
    menuMax: options.deedsMax ?? 3,
    delaysMax: options.delaysMax ?? 1,
    disturbances: options.disturbances ?? [],
    check: wrongSteps(model, base),
    restCheck: (state) => wrongAtRest(state).filter((says) => !known.has(says)),
    ...(options.statesMax === undefined ? {} : { statesMax: options.statesMax }),
    ...(options.isOver ? { isOver: options.isOver } : {}),
  })
  return { surprises: surprisesIn(exploration), exploration }
}

function surprisesIn(exploration: Exploration): readonly Surprise[] {
  const { search, world } = exploration
  const found = new Map<string, Surprise>()
  for (const { state, turn: number, rest } of search.violations) {
    const turn = search.turns[number]
    for (const id of rest ?? turn?.violations ?? []) {
      const says = world.violations[id] ?? ''
      if (found.has(says)) continue
      const last: readonly ScheduledMove[] = turn ? [{ move: world.moves.of(turn.move), choices: turn.choices }] : []
      found.set(says, { says, path: [...pathTo(exploration, state), ...last], atRest: turn === undefined })
    }
  }
  return [...found.values()]
}

/** A surprise with nothing in it that it does not need: of the schedule, then of the objects of the snapshot. */
export function smallestSurprise(
  stage: Stage,
  { says, path, atRest }: Surprise,
  objects: readonly KubeObject[],
): SmallestExample | undefined {
  const kind = says.split(':')[0] ?? ''
  const alike = (texts: readonly string[]): readonly string[] => texts.filter((text) => text.startsWith(`${kind}:`))
  const breaks = atRest
    ? breaksAtRest(stage, (state) => alike(wrongAtRest(state)))
    : breaksAtItsEnd(stage, (base) => (before, step) => alike(wrongSteps(stage.model, base)(before, step)))
  return minimise(stage, path, breaks, objects)
}
