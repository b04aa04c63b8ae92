import type { Effect, Outcome } from '../predict/prediction.ts'
import type { SoughtRemedy } from '../remedies/sought-remedy.ts'
import type { EndKind } from './outcome-classes.ts'
import type { ScheduleLine } from './schedule-line.ts'
import type { Verdict } from './verdicts.ts'

/** One way in which it can end. */
export interface ExploredOutcome {
  /** from 1 */
  readonly number: number
  readonly kind: EndKind
  /** how many ends there are that differ in what objects hold, while the same becomes of each */
  readonly variants: number
  readonly effects: readonly Effect[]
  /** the answers to requests: code, and the message of a refusal */
  readonly answers: readonly ExploredAnswer[]
  /** objects that terminate and never go, with what they wait for */
  readonly stuck: readonly string[]
  /** steps of the shortest schedule that ends so */
  readonly steps: number
}

/** What the API server answered to an action in one of the outcomes. */
export interface ExploredAnswer {
  /** number of the action, from 1 */
  readonly action: number
  /** HTTP code */
  readonly code: number
  readonly message?: string
}

/** What decides between two ends: whichever of two steps comes first. */
export interface DecidingWindow {
  /** so far both are open */
  readonly before: readonly ScheduleLine[]
  /** if this comes next, the effect is certain */
  readonly having: ScheduleLine
  /** if this does, it never comes */
  readonly lacking: ScheduleLine
  /** virtual milliseconds between the two on the likely schedule, negative where the second comes first; absent where not both happen */
  readonly apartMs?: number
}

/** One effect over all orders: whether it must, may or never come, and what decides. */
export interface ExploredEffect {
  readonly effect: Effect
  readonly verdict: Verdict
  /** numbers of the outcomes that have it */
  readonly outcomes: readonly number[]
  readonly window?: DecidingWindow
}

/** The fate of an object that was asked about. */
export interface AskedFate {
  /** as it was named: `Kind/name` or `Kind/namespace/name` */
  readonly object: string
  /** what can become of it: nothing, where it is as it was in every order */
  readonly fates: readonly { readonly outcome: Outcome; readonly verdict: Verdict }[]
  /** that nothing becomes of it: `must`, where no order has an effect on it */
  readonly untouched: Verdict
}

/** Every `PropertyEnd`. */
export const propertyVerdicts = ['holds', 'broken', 'unknown'] as const

/** Whether a property holds in every order; `unknown` where it was not broken and not all were looked at. */
export type PropertyEnd = (typeof propertyVerdicts)[number]

/** Whether a property holds in every order, with the smallest schedule that breaks it. */
export interface PropertyVerdict {
  readonly name: string
  readonly meaning: string
  readonly verdict: PropertyEnd
  /** what is wrong in the counterexample */
  readonly says?: string
  /** the smallest schedule that breaks it */
  readonly counterexample?: readonly ScheduleLine[]
  /** objects of the snapshot that the counterexample needs, as `Kind namespace/name`; absent where it was not made smaller */
  readonly needs?: readonly string[]
}

/** How much was looked at. */
export interface ExplorationSummary {
  /** different states that were met */
  readonly states: number
  /** moves from one state to another */
  readonly transitions: number
  /** moves of the longest shortest way to a state */
  readonly depth: number
  /** steps that the model had to play; all others were known */
  readonly played: number
  /** of a clock, not virtual */
  readonly seconds: number
  /** whether every order within the tick, and every disturbance asked for, was looked at */
  readonly complete: boolean
  /** how often something was put off in one run, where not all orders were looked at */
  readonly delays?: number
  /** what was left out, as sentences */
  readonly leftOut: readonly string[]
}

/** The answer of `explore`. */
export interface ExplorationAnswer {
  readonly actions: readonly string[]
  readonly summary: ExplorationSummary
  readonly outcomes: readonly ExploredOutcome[]
  /** effects that depend on the order, or are not certain to happen; those that must happen are in every outcome */
  readonly effects: readonly ExploredEffect[]
  readonly properties: readonly PropertyVerdict[]
  /** of the objects that were asked about; empty where none was */
  readonly asked: readonly AskedFate[]
  readonly findings: readonly string[]
  /** safe ways that can be looked for; absent where nothing more is lost, refused or stuck than was asked for */
  readonly remedies?: readonly SoughtRemedy[]
}
