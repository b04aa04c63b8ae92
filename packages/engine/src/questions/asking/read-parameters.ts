import { type Parsed, parsed, refused } from '../../action/action-text.ts'
import type { Snapshot } from '../../snapshot/load-snapshot.ts'
import { optionName, type Parameter, type Reading } from './parameter.ts'
import type { AnyQuestion } from './question.ts'

/** The parameters of a question, by name. */
export function parametersOf(question: AnyQuestion): readonly (readonly [string, Parameter<unknown>])[] {
  return Object.entries(question.parameters as Readonly<Record<string, Parameter<unknown>>>)
}

/**
 * The values that the texts of a command line stand for, held against the snapshot. An error names the option, says what is
 * wrong and what was expected.
 */
export function readParameters(
  question: AnyQuestion,
  textsOf: (option: string) => readonly string[],
  reading: Reading,
): Parsed<object> {
  const given: Record<string, unknown> = {}
  for (const [name, { type }] of parametersOf(question)) {
    const texts = textsOf(optionName(name))
    if (texts.length === 0) continue
    const value = type.parse(texts, reading)
    if (!value.ok) return refused(`--${optionName(name)} ${value.error.message}`)
    given[name] = value.value
  }
  const wrong = checkParameters(question, given, reading.snapshot)
  return wrong === undefined ? parsed(given) : refused(wrong)
}

/** What is wrong with values on a snapshot; undefined where nothing is. */
export function checkParameters(question: AnyQuestion, given: object, snapshot: Snapshot): string | undefined {
  const values = given as Readonly<Record<string, unknown>>
  for (const [name, { type, isRequired, example, meaning }] of parametersOf(question)) {
    const value = values[name]
    const option = `--${optionName(name)}`
    if (value === undefined) {
      if (isRequired) return `${option} ${type.placeholder} is missing: ${meaning}, as ${option} ${example}.`
      continue
    }
    const wrong = type.check?.(value, snapshot)
    if (wrong !== undefined) return `${option} ${wrong}`
  }
  return undefined
}
