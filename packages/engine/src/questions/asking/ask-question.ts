import { remediesOfQuestion } from '../../remedies/findings/of-questions.ts'
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
  return answeredQuestion(question, snapshot, given)
}

/** The answer with the safe ways that can be looked for. @throws CannotBeAsked where it makes no sense with these values */
export function answeredQuestion<Given extends object, Answer extends QuestionAnswer>(
  question: Question<Given, Answer>,
  snapshot: Snapshot,
  given: Given,
): Answer {
  const answer = question.ask(snapshot, given)
  const remedies = remediesOfQuestion(answer, given)
  return remedies.length === 0 ? answer : { ...answer, remedies }
}
