import type { Audit, Grant, JsonObject } from '@capsule-whatif/model'
import type { AccessDecision } from '../access/access-decision.ts'

/** Every `Outcome`. */
export const outcomes = ['gone', 'replaced', 'held', 'created', 'changed'] as const

/** What became of an object between two states. */
export type Outcome = (typeof outcomes)[number]

/** One object that is not as it was. */
export interface Effect {
  readonly outcome: Outcome
  readonly kind: string
  readonly namespace?: string
  readonly name: string
  /** fields that differ, as paths; of changed and held objects */
  readonly fields?: readonly string[]
  /** who did it, and because of whom: the last link is the action that was asked about */
  readonly causes: readonly string[]
}

/** A request that was refused. */
export interface Refusal {
  /** number of the action, from 1 */
  readonly action: number
  readonly user: string
  readonly request: string
  /** HTTP code */
  readonly code: number
  /** upstream's word, as `Forbidden`; empty where it has none */
  readonly reason: string
  /** the words of the API server, webhook or policy, exactly */
  readonly message: string
  /** what the authorizer said; absent where nothing was sent, and for system:masters */
  readonly decision?: AccessDecision
}

/** A request of a controller that was refused again and again, with the words of its last refusal. */
export interface Struggle {
  readonly actor: string
  readonly request: string
  /** how often it was refused */
  readonly times: number
  readonly message: string
}

/** What one action does. */
export interface ActionOutcome {
  /** its number, from 1 */
  readonly action: number
  /** as it was asked */
  readonly text: string
  /** HTTP code of its last request; absent of what is no request, as `operator stop` */
  readonly code?: number
  /** whether a request of it was refused */
  readonly refused: boolean
  readonly body?: JsonObject
  /** the rule that allowed its last request, whatever admission said then; absent where no rule does, and for system:masters */
  readonly decidedBy?: Grant
  readonly warnings?: readonly string[]
}

/** The answer of `predict`. */
export interface Answer {
  readonly actions: readonly ActionOutcome[]
  readonly refusals: readonly Refusal[]
  readonly effects: readonly Effect[]
  /** effects that stand instead of some of these when controllers are busy: both can happen */
  readonly instead: readonly Effect[]
  readonly struggles: readonly Struggle[]
  /** what rules of Capsule that audit noted; absent where nothing */
  readonly audits?: readonly Audit[]
  /** what keeps the answer from being certain, and what is not modelled */
  readonly findings: readonly string[]
  /** effects that the snapshot had before it: they happen without the actions too */
  readonly pending: readonly Effect[]
  /** virtual seconds from the first action to the last write */
  readonly seconds: number
  /** whether nothing is written any more; else it goes on until the limit */
  readonly settled: boolean
}
