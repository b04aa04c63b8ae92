import type { ClusterModel, ClusterState, Response } from '@capsule-whatif/model'
import { usualPatience } from '../likely.ts'
import { createHistory, type History, type SavedSearches } from './history.ts'
import { createIndependence } from './independence.ts'
import type { RestCheck, StepCheck } from './player.ts'
import { createPosition } from './position.ts'
import type { Disturbance, ScriptStep } from './script.ts'
import type { Search, SearchLimits } from './search.ts'
import type { Shard } from './shard.ts'
import { createWorld, type World } from './world.ts'

/** How far a search over orders goes, and what it looks for. Times are virtual milliseconds. */
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
   * to more states than the limit, or takes longer than `isLate` allows, as often as the limits allow.
   */
  readonly delaysMax?: number
  /** states of one search; default 200,000 */
  readonly statesMax?: number
  /** moves of one run; default without limit */
  readonly depthMax?: number
  /** asked now and then: whether to stop */
  readonly isOver?: () => boolean
  /** asked now and then while every order is looked at: whether to look at those with few delays instead; default never */
  readonly isLate?: () => boolean
  /** whether orders of independent steps are left out; default yes */
  readonly reduce?: boolean
  /**
   * Whether states that differ only in which of several interchangeable names is which count as one; default no. An end
   * then stands for all that come of it by exchanging names.
   */
  readonly symmetry?: boolean
  /** what no step may be: texts of what is wrong with it */
  readonly check?: StepCheck
  /** the script is a menu: its steps come in any order and at any moment, each at most once, so many in one run */
  readonly menuMax?: number
  /** what must not be of a state at rest */
  readonly restCheck?: RestCheck
  /** only this part of the states, without leaving out orders of independent steps; default all */
  readonly shard?: Shard
  /** told now and then how far the search is */
  readonly onProgress?: SearchLimits['onProgress']
}

/** All that can become of a state and a script, within limits. */
export interface Exploration {
  readonly world: World
  readonly search: Search
  /** undefined: every order was looked at; else those with so many delays */
  readonly delays?: number
  /** all searches that were made, to be saved */
  readonly history: History
  /** the state of that number, put together */
  stateOf(state: number): { readonly state: ClusterState; readonly responses: readonly (Response | null)[] }
}

const statesUsual = 200_000

/** Objects that are made and deleted in turn for ever come back to what was; four are enough to tell old from new. */
export const uidsAgainAfter = 4

/**
 * Looks at every order of what controllers and somebody do, from a state in which all is at rest. Where those are more
 * than the limit allows, at those with one delay, with two, and so on.
 *
 * @param model a control plane whose time goes in ticks: `controlPlane({ timing: tickTiming(1000) })`
 * @param saved searches of the same inputs with the same options, to go on with: throws a `MisfitError` where they are not
 */
export function explore(
  model: ClusterModel,
  base: ClusterState,
  script: readonly ScriptStep[],
  options: ExploreOptions = {},
  saved?: SavedSearches,
): Exploration {
  const disturbances = new Set(options.disturbances ?? [])
  const world = createWorld(model, { ...base, uidsAgainAfter }, script, {
    fine: options.mode === 'fine',
    quietMs: options.quietMs ?? usualPatience.quietMs,
    limitMs: options.limitMs ?? usualPatience.limitMs,
    disturbances,
    disturbancesMax: disturbances.size === 0 ? 0 : (options.disturbancesMax ?? 1),
    ...(options.symmetry ? { symmetry: true } : {}),
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
  const history = createHistory(world, saved)
  const { shard, delaysMax } = options
  if (shard) return explored(world, history, history.next(limits, { shard, ...inDelays(delaysMax) }), delaysMax)
  if (delaysMax !== undefined) return withDelays(world, history, limits, delaysMax)
  const isLate = options.isLate ?? (() => false)
  const inTime = { ...limits, isOver: () => limits.isOver() || isLate() }
  const all = searchAll(world, history, inTime, options.reduce ?? true)
  const isTooMuch = all.limits.includes('states') || (all.limits.includes('time') && !limits.isOver())
  return isTooMuch ? withDelays(world, history, limits, undefined) : explored(world, history, all)
}

/** Searches with one delay more each time, as long as it comes to an end; what came to an end last is the answer. */
function withDelays(world: World, history: History, limits: SearchLimits, delaysMax: number | undefined): Exploration {
  let delays = delaysMax ?? 0
  let found = history.next(limits, { delays })
  while (delaysMax === undefined && found.limits.length === 0 && found.wantsDelays) {
    const more = history.next(limits, { delays: delays + 1 })
    if (more.limits.length > 0) break
    found = more
    delays++
  }
  return explored(world, history, found, delays)
}

/** Searches until nothing that was taken for independent turned out to touch more. */
function searchAll(world: World, history: History, limits: SearchLimits, reduces: boolean): Search {
  const { reduce, version } = createIndependence(world)
  for (;;) {
    const before = version()
    const found = history.next(limits, reduces ? { reduce, learned: version } : {})
    if (version() === before || found.limits.length > 0) return found
  }
}

function inDelays(delays: number | undefined): { readonly delays?: number } {
  return delays === undefined ? {} : { delays }
}

function explored(world: World, history: History, found: Search, delays?: number): Exploration {
  world.begin(delays)
  const position = createPosition(world.cells, found.store, found.turns)
  return {
    world,
    history,
    search: found,
    ...inDelays(delays),
    stateOf(state) {
      position.moveTo(state)
      return { state: world.assembled.state(), responses: world.responses() }
    },
  }
}
