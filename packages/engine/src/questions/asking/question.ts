import type { SoughtRemedy } from '../../remedies/sought-remedy.ts'
import type { Severity } from '../../report/severity.ts'
import type { Snapshot } from '../../snapshot/load-snapshot.ts'
import type { Certainty } from './certainty.ts'
import type { Parameters } from './parameter.ts'

/** What every answer has. Answers are plain JSON. */
export interface QuestionAnswer {
  /** name of the question */
  readonly question: string
  /** of the worst that it tells */
  readonly severity: Severity
  /** of the least sure statement in it */
  readonly certainty: Certainty
  /** what limits the answer: what the snapshot lacks, what is not modelled, what was left out */
  readonly findings: readonly string[]
  /** safe ways that can be looked for; absent where nothing found calls for one, or none of its kind */
  readonly remedies?: readonly SoughtRemedy[]
}

/** A question that can be asked about a snapshot: decided by running the model on it. */
export interface Question<Given, Answer extends QuestionAnswer> {
  /** as on the command line: `blast-radius` */
  readonly name: string
  /** one sentence */
  readonly meaning: string
  readonly parameters: Parameters<Given>
  /** parameters of a call that can be tried, as on the command line: `--namespace oil-prod --to gas` */
  readonly example: string
  /** @throws Error where a value names what is not there, with what was expected */
  ask(snapshot: Snapshot, given: Given): Answer
  /** the answer for people, ended by a line break */
  text(answer: Answer): string
}

/** Any question, for lists of them. */
export type AnyQuestion = Question<object, QuestionAnswer>
