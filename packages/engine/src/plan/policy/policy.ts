import { type Outcome, outcomes } from '../../predict/prediction.ts'
import type { Severity } from '../../report/severity.ts'
import type { Origin } from '../../snapshot/source-text.ts'

/** What an assertion can ask of an object: what became of it, `kept` where it stays, `refused` where a request for it was. */
export type PolicyOutcome = Outcome | 'kept' | 'refused'

/** Every `PolicyOutcome`. */
export const policyOutcomes: readonly PolicyOutcome[] = [...outcomes, 'kept', 'refused']

/** One text or several; `*` stands for any part of it. */
export type Patterns = string | readonly string[]

/** Which objects an assertion is about: all that is written here holds for them. */
export interface PolicyMatch {
  readonly kind?: Patterns
  readonly group?: Patterns
  readonly namespace?: Patterns
  readonly name?: Patterns
  /** a label selector, as kubectl's -l takes it */
  readonly labels?: string
  readonly outcome?: PolicyOutcome | readonly PolicyOutcome[]
  /** who did it: a user, or a controller */
  readonly actor?: Patterns
}

/** What is asserted: nothing matches; no more than so many do; at least so many do. */
export type Claim =
  | { readonly type: 'never'; readonly match: PolicyMatch }
  | { readonly type: 'max'; readonly count: number; readonly match: PolicyMatch }
  | { readonly type: 'require'; readonly count: number; readonly match: PolicyMatch }

export interface Assertion {
  /** default: `assertion 1` and so on */
  readonly name: string
  readonly claim: Claim
  readonly severity: Severity
  readonly message?: string
  /** where it stands in the policy file */
  readonly origin?: Origin
}

/** A policy file: what must hold of every plan. */
export interface Policy {
  readonly assertions: readonly Assertion[]
}
