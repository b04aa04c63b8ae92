import type { ClusterModel, ClusterState, Response, Step } from '@capsule-whatif/model'
import { usualPatience } from '../likely.ts'
import { createIndependence } from './independence.ts'
import { createPosition } from './position.ts'
import { allDisturbances, type Disturbance, type ScriptStep } from './script.ts'
import { type Search, type SearchLimits, search } from './search.ts'
import { createWorld, type World } from './world.ts'

export interface ExploreOptions {
  /** `coarse`: a reconcile is one step. `fine`: each of its writes is one. Default coarse. */
  readonly mode?: 'coarse' | 'fine'
  /** what is due within so many virtual milliseconds has no order; default 1000 */
  readonly tickMs?: number
  /** quiet when nothing was written for so long; default 12 s */
  readonly quietMs?: number
  /** a cluster that is not quiet so long after the last thing that somebody did never comes to rest; default 600 s */
  readonly limitMs?: number
  /** what may go otherwise than usual; default nothing */
  readonly disturbances?: readonly Disturbance[]
  /** how often in one run; default 1 */
  readonly disturbancesMax?: number
  readonly statesMax?: number
  readonly depthMax?: number
  readonly isOver?: () => boolean
  /** how often in one run something may go otherwise than in its usual order; default: as often as it may */
  readonly delaysMax?: number
  /** whether orders of independent steps are left out; default yes */
  readonly reduce?: boolean
  /** what no step may be: texts of what is wrong with it */
  readonly check?: (before: ClusterState, step: Step) => readonly string[]
}

/** All that can become of a state and a script, within limits. */
export interface Exploration {
  readonly world: World
  readonly search: Search
  /** the state of that number, put together */
  stateOf(state: number): { readonly state: ClusterState; readonly responses: readonly (Response | null)[] }
}

export const exploreDefaults: {
  readonly tickMs: number
  readonly statesMax: number
  readonly depthMax: number
} = { tickMs: 1000, statesMax: 1_000_000, depthMax: 10_000 }

/**
 * Looks at every order of what controllers and somebody do, from a state in which all is at rest.
 *
 * @param model a control plane whose time goes in ticks: `controlPlane({ timing: tickTiming(tickMs) })`
 */
export function explore(
  model: ClusterModel,
  base: ClusterState,
  script: readonly ScriptStep[],
  options: ExploreOptions = {},
): Exploration {
  const world = createWorld(model, base, script, {
    fine: options.mode === 'fine',
    quietMs: options.quietMs ?? usualPatience.quietMs,
    limitMs: options.limitMs ?? usualPatience.limitMs,
    disturbances: new Set(options.disturbances ?? []),
    disturbancesMax: options.disturbances?.length === 0 ? 0 : (options.disturbancesMax ?? 1),
    ...(options.delaysMax === undefined ? {} : { delaysMax: options.delaysMax }),
    ...(options.check ? { check: options.check } : {}),
  })
  const limits: SearchLimits = {
    statesMax: options.statesMax ?? exploreDefaults.statesMax,
    depthMax: options.depthMax ?? exploreDefaults.depthMax,
    isOver: options.isOver ?? (() => false),
  }
  const found =
    options.reduce === false || options.delaysMax !== undefined ? search(world, limits) : searchReduced(world, limits)
  world.cells.reset()
  const position = createPosition(world.cells, found.store, found.turns)
  return {
    world,
    search: found,
    stateOf(state) {
      position.moveTo(state)
      return { state: world.assembled.state(), responses: world.responses() }
    },
  }
}

/** Searches until nothing that was taken for independent turned out to touch more. */
function searchReduced(world: World, limits: SearchLimits): Search {
  const independence = createIndependence(world)
  for (;;) {
    const version = independence.version()
    const found = search(world, limits, independence.reduce)
    if (independence.version() === version || found.limits.length > 0) return found
  }
}

export { allDisturbances }
