import { isJsonArray, isJsonObject, type Json, type JsonObject, parseLabelSelector } from '@capsule-whatif/model'
import type { Severity } from '../../report/severity.ts'
import { fieldOrigin } from '../../snapshot/field-origin.ts'
import { loadYamlValue } from '../../snapshot/load-yaml-value.ts'
import type { Origin, SourceText } from '../../snapshot/source-text.ts'
import type { Assertion, Claim, Policy, PolicyMatch } from './policy.ts'

/** Something wrong in a policy file, and where. */
export interface PolicyProblem {
  readonly message: string
  readonly origin: Origin
}

/** Wrong places of a document, as a validator of JSON Schema finds them. */
export type SchemaCheck = (document: unknown) => readonly SchemaProblem[]

export interface SchemaProblem {
  /** field names and list indexes down to the place */
  readonly path: readonly (string | number)[]
  readonly message: string
}

export type ParsedPolicy =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] }

/** Reads a policy file; `check` holds it against `schemas/policy.schema.json`. Whatever is wrong has its line and column. */
export function parsePolicy(source: SourceText, check: SchemaCheck): ParsedPolicy {
  const loaded = loadYamlValue(source.text)
  if ('problem' in loaded)
    return { ok: false, problems: [{ message: loaded.problem, origin: { file: source.name, line: 1, column: 1 } }] }
  const document = loaded.value as Json
  const problems = [...check(document), ...selectorProblems(document)].map(({ path, message }) => ({
    message: path.length === 0 ? message : `${pathText(path)}: ${message}`,
    origin: fieldOrigin(source, path),
  }))
  if (problems.length > 0) return { ok: false, problems }
  return {
    ok: true,
    policy: { assertions: assertionsOf(document).map((each, index) => toAssertion(each, index, source)) },
  }
}

function pathText(path: readonly (string | number)[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '')
}

function assertionsOf(document: Json): readonly JsonObject[] {
  const list = isJsonObject(document) ? document.assertions : undefined
  return isJsonArray(list) ? list.filter(isJsonObject) : []
}

const claims = ['never', 'max', 'require'] as const

/** The match of a claim, and where it stands within its assertion. */
function matchOf(assertion: JsonObject): { readonly match: PolicyMatch; readonly field: string } {
  const field = assertion.max === undefined ? (assertion.never === undefined ? 'require' : 'never') : 'of'
  const match = assertion[field]
  return { match: (isJsonObject(match) ? match : {}) as PolicyMatch, field }
}

function selectorProblems(document: Json): readonly SchemaProblem[] {
  return assertionsOf(document).flatMap((assertion, index) => {
    const { match, field } = matchOf(assertion)
    const selector = typeof match.labels === 'string' ? parseLabelSelector(match.labels) : []
    return 'error' in selector ? [{ path: ['assertions', index, field, 'labels'], message: selector.error }] : []
  })
}

function toAssertion(written: JsonObject, index: number, source: SourceText): Assertion {
  const { name, severity, message } = written
  const used = claims.find((claim) => written[claim] !== undefined) ?? 'never'
  return {
    name: typeof name === 'string' ? name : `assertion ${index + 1}`,
    claim: toClaim(used, written),
    severity: (typeof severity === 'string' ? severity : 'danger') as Severity,
    ...(typeof message === 'string' ? { message } : {}),
    origin: fieldOrigin(source, ['assertions', index]),
  }
}

function toClaim(type: (typeof claims)[number], written: JsonObject): Claim {
  const { match } = matchOf(written)
  if (type === 'max') return { type, count: Number(written.max), match }
  return type === 'require' ? { type, count: Number(written.min ?? 1), match } : { type, match }
}
