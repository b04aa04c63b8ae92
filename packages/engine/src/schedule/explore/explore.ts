import type { ClusterModel, ClusterState, Response } from '@capsule-whatif/model'
import { usualPatience } from '../likely.ts'
import { createIndependence } from './independence.ts'
import type { RestCheck, StepCheck } from './player.ts'
import { createPosition } from './position.ts'
import type { Disturbance, ScriptStep } from './script.ts'
import { type Search, type SearchLimits, search } from './search.ts'
import { createWorld, type World } from './world.ts'

export interface ExploreOptions {
  /** `coarse`: a reconcile is one step. `fine`: each of its writes is one. Default coarse. */
  readonly mode?: 'coarse' | 'fine'
  /** quiet when nothing was written for so long; default 12 s */
  readonly quietMs?: number
  /** a cluster that is not quiet so long after the last thing that somebody did never comes to rest; default 600 s */
  readonly limitMs?: number
  /** what may go otherwise than usual; default nothing */
  readonly disturbances?: readonly Disturbance[]
  /** how often in one run; default 1 */
  readonly disturbancesMax?: number
  /**
   * How often in one run something may be put off beyond its usual order. Default: as often as it may; where that comes
   * to more states than the limit, as often as the limit allows.
   */
  readonly delaysMax?: number
  /** states of one search; default 200,000 */
  readonly statesMax?: number
  readonly depthMax?: number
  /** asked now and then: whether to stop */
  readonly isOver?: () => boolean
  /** whether orders of independent steps are left out; default yes */
  readonly reduce?: boolean
  /** what no step may be: texts of what is wrong with it */
  readonly check?: StepCheck
  /** the script is a menu: its steps come in any order and at any moment, each at most once, so many in one run */
  readonly menuMax?: number
  /** what must not be of a state at rest */
  readonly restCheck?: RestCheck
  /** told now and then how far the search is */
  readonly onProgress?: SearchLimits['onProgress']
}

/** All that can become of a state and a script, within limits. */
export interface Exploration {
  readonly world: World
  readonly search: Search
  /** undefined: every order was looked at; else those with so many delays */
  readonly delays?: number
  /** the state of that number, put together */
  stateOf(state: number): { readonly state: ClusterState; readonly responses: readonly (Response | null)[] }
}

const statesUsual = 200_000

/** Objects that are made and deleted in turn for ever come back to what was; four are enough to tell old from new. */
const uidsAgainAfter = 4

/**
 * Looks at every order of what controllers and somebody do, from a state in which all is at rest. Where those are more
 * than the limit allows, at those with one delay, with two, and so on.
 *
 * @param model a control plane whose time goes in ticks: `controlPlane({ timing: tickTiming(1000) })`
 */
export function explore(
  model: ClusterModel,
  base: ClusterState,
  script: readonly ScriptStep[],
  options: ExploreOptions = {},
): Exploration {
  const disturbances = new Set(options.disturbances ?? [])
  const world = createWorld(model, { ...base, uidsAgainAfter }, script, {
    fine: options.mode === 'fine',
    quietMs: options.quietMs ?? usualPatience.quietMs,
    limitMs: options.limitMs ?? usualPatience.limitMs,
    disturbances,
    disturbancesMax: disturbances.size === 0 ? 0 : (options.disturbancesMax ?? 1),
    ...(options.check ? { check: options.check } : {}),
    ...(options.menuMax === undefined ? {} : { menuMax: options.menuMax }),
    ...(options.restCheck ? { restCheck: options.restCheck } : {}),
  })
  const limits: SearchLimits = {
    statesMax: options.statesMax ?? statesUsual,
    depthMax: options.depthMax ?? Number.POSITIVE_INFINITY,
    isOver: options.isOver ?? (() => false),
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
  }
  const bounded = options.delaysMax !== undefined
  const all = bounded ? undefined : searchAll(world, limits, options.reduce ?? true)
  if (all && !all.limits.includes('states')) return explored(world, all)
  return withDelays(world, limits, options.delaysMax, all)
}

/** Searches with one delay more each time, as long as it comes to an end; what came to an end last is the answer. */
function withDelays(
  world: World,
  limits: SearchLimits,
  delaysMax: number | undefined,
  all: Search | undefined,
): Exploration {
  let best: { readonly found: Search; readonly delays: number } | undefined
  for (let delays = delaysMax ?? 0; delays <= (delaysMax ?? Number.POSITIVE_INFINITY); delays++) {
    world.begin(delays)
    const found = search(world, limits)
    if (!best || found.limits.length === 0) best = { found, delays }
    if (found.limits.length > 0 || !found.wantsDelays) break
  }
  if (best) return explored(world, best.found, best.delays)
  world.begin()
  return explored(world, all ?? search(world, limits))
}

/** Searches until nothing that was taken for independent turned out to touch more. */
function searchAll(world: World, limits: SearchLimits, reduces: boolean): Search {
  const independence = createIndependence(world)
  for (;;) {
    const version = independence.version()
    world.begin()
    const found = search(world, limits, reduces ? independence.reduce : undefined)
    if (independence.version() === version || found.limits.length > 0) return found
  }
}

function explored(world: World, found: Search, delays?: number): Exploration {
  world.begin(delays)
  const position = createPosition(world.cells, found.store, found.turns)
  return {
    world,
    search: found,
    ...(delays === undefined ? {} : { delays }),
    stateOf(state) {
      position.moveTo(state)
      return { state: world.assembled.state(), responses: world.responses() }
    },
  }
}
