import { goQuote } from '../../../object/go-format.ts'
import { at, isJsonArray, type Json, type JsonObject, listAt, objectAt } from '../../../object/json.ts'
import { qualifiedNameMessages } from '../../../object/name-validation.ts'
import { compile } from '../../regular-expression.ts'
import { metadataKeyExpression } from '../enforcement/metadata-keys.ts'
import { expressionProblem } from './expression.ts'
import { firstOf, firstProblem } from './problems.ts'

/**
 * Metadata rules name kinds; what they manage has concrete kinds and keys. Whether the cluster serves the kinds is not
 * modelled. [validateMetadataRules; extended A10.21]
 */
export function metadataProblem(path: string, rules: Json | undefined): string | undefined {
  return firstOf(isJsonArray(rules) ? rules : [], (rule, index) => {
    const at = `${path}[${index}]`
    if (hasWildcard(rule) && hasManagedValues(rule))
      return `${at} is invalid: managed metadata requires concrete apiGroups and kinds`
    return firstProblem(
      () => kindsProblem(`${at}.kinds`, listAt(rule, 'kinds')),
      () => policiesProblem(`${at}.labels`, objectAt(rule, 'labels')),
      () => policiesProblem(`${at}.annotations`, objectAt(rule, 'annotations')),
    )
  })
}

function hasWildcard(rule: Json): boolean {
  return [...listAt(rule, 'apiGroups'), ...listAt(rule, 'kinds')].some((item) => String(item).includes('*'))
}

function hasManagedValues(rule: Json): boolean {
  const policies = [...Object.values(objectAt(rule, 'labels')), ...Object.values(objectAt(rule, 'annotations'))]
  return policies.some((policy) => typeof at(policy, 'managed') === 'string')
}

function kindsProblem(path: string, kinds: readonly Json[]): string | undefined {
  if (kinds.length === 0) return `${path} is invalid: at least one kind must be configured`
  return firstOf(kinds, (kind, index) =>
    String(kind).trim() === '' ? `${path}[${index}] is invalid: kind is empty` : undefined,
  )
}

function policiesProblem(path: string, policies: JsonObject): string | undefined {
  return firstOf(Object.keys(policies).sort(), (key) => {
    const at = `${path}[${goQuote(key)}]`
    const policy = policies[key] ?? {}
    const problem = keyProblem(key) ?? mutableKeyProblem(key, policy)
    if (problem !== undefined) return `${at} is invalid: ${problem}`
    return firstOf(listAt(policy, 'values'), (match, index) => expressionProblem(`${at}.values[${index}]`, match))
  })
}

/** [validateMetadataKey] */
function keyProblem(key: string): string | undefined {
  const trimmed = key.trim()
  if (trimmed === '') return 'key is empty'
  const isPlain = !/[*[\](){}+?|^$\\]/.test(trimmed)
  const messages = isPlain ? qualifiedNameMessages(trimmed) : []
  if (messages.length > 0) return messages.join(', ')
  const compiled = compile(metadataKeyExpression(trimmed))
  return 'error' in compiled ? `invalid key expression ${goQuote(trimmed)}: ${compiled.error}` : undefined
}

/** [validateMutableMetadataKey] */
function mutableKeyProblem(key: string, policy: Json): string | undefined {
  const isMutable = typeof at(policy, 'default') === 'string' || typeof at(policy, 'managed') === 'string'
  return isMutable && qualifiedNameMessages(key.trim()).length > 0
    ? 'default and managed require a concrete metadata key'
    : undefined
}
