import { parseSource, plainText } from './parse-source.ts'
import { withoutReservedKeys } from './reserved-keys.ts'
import { locatorOf } from './source-text.ts'

/** The one value of a short text in JSON or YAML, or why there is none. */
export function loadYamlValue(text: string): { readonly value: unknown } | { readonly problem: string } {
  const source = plainText({ name: '', text })
  const { values, problems } = parseSource(source)
  const [problem] = problems
  if (problem !== undefined) {
    const { line, column } = locatorOf(source).originAt(problem.offset)
    return { problem: `line ${line}, column ${column}: ${problem.message}` }
  }
  const [first, second] = values
  if (first === undefined || second !== undefined) return { problem: 'expected one value of JSON or YAML' }
  let reserved: string | undefined
  withoutReservedKeys(first.value, (path) => {
    reserved ??= path
  })
  return reserved === undefined ? { value: first.value } : { problem: `the name of the field ${reserved} is reserved` }
}
