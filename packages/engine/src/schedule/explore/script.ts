import type { Action } from '@capsule-whatif/model'

/**
 * When somebody does the next thing: `promptly`, before what controllers do later than at once; at `any moment`; or
 * `at rest`, when all is quiet.
 */
export type Moment = 'promptly' | 'any moment' | 'at rest'

/** One thing that somebody does. */
export interface ScriptStep {
  readonly actions: readonly Action[]
  readonly when: Moment
  /** virtual milliseconds that pass before it, with controllers at work */
  readonly afterMs?: number
  /** for how long nothing must have been written until all counts as quiet after it; default 12 s */
  readonly quietMs?: number
  /** the actions as they are in a state where they hang on it: bodies that name uids of what was made meanwhile */
  readonly prepare?: (
    actions: readonly Action[],
    state: import('@capsule-whatif/model').ClusterState,
  ) => readonly Action[]
}

/** What can go wrong or otherwise at a moment that nobody knows. */
export type Disturbance =
  /** what controllers do by their own clocks: the garbage collector's mapper is reset, its look at discovery */
  | 'reset'
  /** the operator, or the controller manager, ends and comes back */
  | 'restart'
  /** the watches of a process lag for a while: it reads what was, and hears later */
  | 'lag'
  /** the operator's webhooks fail for one request */
  | 'webhook'

export const allDisturbances: readonly Disturbance[] = ['reset', 'restart', 'lag', 'webhook']
