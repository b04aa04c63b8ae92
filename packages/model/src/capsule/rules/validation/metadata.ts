import { goQuote } from '../../../object/go-format.ts'
import { at, isJsonArray, type Json, type JsonObject, listAt, objectAt } from '../../../object/json.ts'
import { qualifiedNameMessages } from '../../../object/name-validation.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { compile } from '../../regular-expression.ts'
import { metadataKeyExpression } from '../enforcement/metadata-keys.ts'
import { isVersionedGroup, mappedKind } from '../mapped-kind.ts'
import { expressionProblem } from './expression.ts'
import { firstOf, firstProblem } from './problems.ts'

/**
 * Metadata rules name kinds, which the cluster serves and namespaces hold unless they are patterns; what they manage has
 * concrete kinds and keys. [validateMetadataRules; extended A10.21, A10.26]
 */
export function metadataProblem(state: ClusterState, path: string, rules: Json | undefined): string | undefined {
  return firstOf(isJsonArray(rules) ? rules : [], (rule, index) => {
    const at = `${path}[${index}]`
    if (hasWildcard(rule) && hasManagedValues(rule))
      return `${at} is invalid: managed metadata requires concrete apiGroups and kinds`
    return firstProblem(
      () => kindsProblem(`${at}.kinds`, listAt(rule, 'kinds')),
      () => servedProblem(state, at, rule),
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

/** Upstream's mapper may have other words for a group that nobody serves. [ValidateKnownKindsWithScope] */
function servedProblem(state: ClusterState, path: string, rule: Json): string | undefined {
  const groups = listAt(rule, 'apiGroups').map((group) => String(group).trim() || 'v1')
  const kinds = listAt(rule, 'kinds').map((kind) => String(kind).trim())
  return firstOf(kinds, (kind, index) =>
    kind.includes('*')
      ? undefined
      : firstOf(groups.length === 0 ? ['v1'] : groups, (group, position) => {
          const problem = group.includes('*') ? undefined : kindProblem(state, group, kind)
          const where = `${path}.kinds[${index}] ${goQuote(kind)} for apiGroups[${position}] ${goQuote(group)}`
          return problem === undefined ? undefined : `${where} is invalid: ${problem}`
        }),
  )
}

function kindProblem(state: ClusterState, apiGroup: string, kind: string): string | undefined {
  const type = mappedKind(state, apiGroup, kind)
  if (!type)
    return `no matches for kind ${goQuote(kind)} in ${isVersionedGroup(apiGroup) ? 'version' : 'group'} ${goQuote(apiGroup)}`
  const isNamespace = type.group === '' && type.kind === 'Namespace'
  return type.namespaced || isNamespace
    ? undefined
    : `GVK ${type.group}/${type.version}, Kind=${kind} has unsupported scope "root"`
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
