import type { Snapshot } from '../../snapshot/load-snapshot.ts'
import { cannotBeAsked } from './cannot-be-asked.ts'
import type { AnyQuestion, Question, QuestionAnswer } from './question.ts'
import { checkParameters } from './read-parameters.ts'

/**
 * Asks a question of the catalogue about a snapshot.
 *
 * ```ts
 * const { tree } = askQuestion(cascade, snapshot, { object: 'crd tenants.capsule.clastix.io' })
 * ```
 *
 * @throws Error named `CannotBeAsked` where a value names what is not there, with what was expected
 */
export function askQuestion<Given extends object, Answer extends QuestionAnswer>(
  question: Question<Given, Answer>,
  snapshot: Snapshot,
  given: Given,
): Answer {
  const wrong = checkParameters(question as unknown as AnyQuestion, given, snapshot)
  if (wrong !== undefined) throw cannotBeAsked(`${question.name}: ${wrong}`)
  return question.ask(snapshot, given)
}
