import { readFileSync } from 'node:fs'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import type { SchemaProblem } from '../../plan/policy/parse-policy.ts'
import { packageFile } from '../package-file.ts'

/** JSON Schemas that this package publishes. */
export type SchemaName = 'plan' | 'saved-plan' | 'plan-against' | 'policy'

const files: readonly SchemaName[] = ['plan', 'saved-plan', 'plan-against', 'policy']

let compiled: Ajv2020 | undefined

/** Where a document is other than a published schema says, from the top of the document. */
export function problemsOf(name: SchemaName, document: unknown): readonly SchemaProblem[] {
  const validate = validatorOf(name)
  if (validate(document)) return []
  return unique(telling(validate.errors ?? []).map((error) => problemOf(error, document)))
}

/** Without errors that others tell better: of alternatives, what they are; a field that is not known may be the one that is missing. */
function telling(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const placesOf = (wanted: string): ReadonlySet<string> =>
    new Set(errors.filter(({ keyword }) => keyword === wanted).map(({ instancePath }) => instancePath))
  const [unknown, alternatives] = [placesOf('additionalProperties'), placesOf('oneOf')]
  return errors.filter(({ keyword, instancePath }) => {
    if (keyword === 'oneOf') return !unknown.has(instancePath)
    return keyword === 'additionalProperties' || keyword === 'dependentRequired' || !alternatives.has(instancePath)
  })
}

function validatorOf(name: SchemaName): ValidateFunction {
  compiled ??= new Ajv2020({
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    strictRequired: false,
    schemas: files.map(readSchema),
  })
  const validate = compiled.getSchema(`urn:capsule-whatif:${name}:1`)
  if (validate === undefined) throw new Error(`there is no schema ${name}`)
  return validate
}

function readSchema(name: SchemaName): object {
  return JSON.parse(readFileSync(packageFile(`schemas/${name}.schema.json`), 'utf8')) as object
}

function problemOf(
  { instancePath, keyword, params, parentSchema, message = '' }: ErrorObject,
  document: unknown,
): SchemaProblem {
  const words = instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  const path = inDocument(words, document)
  if (keyword === 'oneOf') return { path, message: `expected ${String(parentSchema?.description ?? message)}` }
  if (keyword === 'additionalProperties')
    return { path: [...path, String(params.additionalProperty)], message: 'there is no such field here' }
  if (keyword === 'enum') return { path, message: `expected one of ${(params.allowedValues as unknown[]).join(', ')}` }
  if (keyword === 'const') return { path, message: `expected ${JSON.stringify(params.allowedValue)}` }
  return { path, message }
}

/** List indexes as numbers, by what the document has there. */
function inDocument(words: readonly string[], document: unknown): readonly (string | number)[] {
  let value = document
  return words.map((word) => {
    const part = Array.isArray(value) ? Number(word) : word
    value = (value as Record<string | number, unknown> | undefined)?.[part]
    return part
  })
}

function unique(problems: readonly SchemaProblem[]): readonly SchemaProblem[] {
  const seen = new Set<string>()
  return problems.filter((problem) => {
    const text = JSON.stringify(problem)
    return !seen.has(text) && Boolean(seen.add(text))
  })
}
