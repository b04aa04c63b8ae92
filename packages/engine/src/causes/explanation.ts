import type { ExplorationAnswer } from '../explore/exploration-answer.ts'
import type { Outcome } from '../predict/prediction.ts'
import type { TriedChange } from './prevention.ts'
import type { Why } from './why-effect.ts'
import type { WhyNot } from './why-not.ts'

/** An effect that came along the likely order, and the single changes that were tried against it. */
export interface Preventions {
  /** `Namespace oil-dev` */
  readonly object: string
  readonly outcome: Outcome
  /** those that prevent it come first */
  readonly changes: readonly TriedChange[]
}

/** The answer of `explain`: why, over which orders, and what would have prevented it. */
export interface Explanation extends ExplorationAnswer {
  readonly why: readonly Why[]
  readonly preventions: readonly Preventions[]
}

/** The answer of `explain --why`: along the likely order alone. */
export interface WhyExplanation {
  readonly actions: readonly string[]
  readonly why: readonly Why[]
  /** what keeps it from being certain */
  readonly findings: readonly string[]
}

/** The answer of `explain --why-not`. */
export interface WhyNotExplanation {
  readonly actions: readonly string[]
  readonly whyNot: readonly WhyNot[]
  /** what keeps it from being certain */
  readonly findings: readonly string[]
}
