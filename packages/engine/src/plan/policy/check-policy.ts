import {
  allObjects,
  type ClusterState,
  findObject,
  type KubeObject,
  matchesRequirements,
  parseApiVersion,
  parseLabelSelector,
  resourceKey,
} from '@capsule-whatif/model'
import type { AssertionResult, ObjectName, PlanEffect } from '../plan.ts'
import type { PlanSession } from '../plan-session.ts'
import { objectKey, objectText } from '../requests.ts'
import { resourcesOf } from '../resources-of.ts'
import type { Assertion, Patterns, Policy, PolicyMatch, PolicyOutcome } from './policy.ts'

/** An object and one thing that became of it. */
interface Fate extends ObjectName {
  readonly outcome: PolicyOutcome
  readonly labels: Readonly<Record<string, string>>
  readonly actor: string
}

/** What became of each assertion of a policy. */
export function checkPolicy(
  policy: Policy,
  start: ClusterState,
  session: PlanSession,
  effects: readonly PlanEffect[],
): readonly AssertionResult[] {
  const fates = [...effects.map(fateOfEffect), ...refusedFates(session), ...keptFates(start, session.state)]
  return policy.assertions.map((assertion) => checkOne(assertion, fates))
}

function fateOfEffect(effect: PlanEffect): Fate {
  const { kind, group, namespace, name, outcome, labels = {}, causes } = effect
  const [link = ''] = causes
  const actor = link.split(': ')[0] ?? ''
  return { kind, group, ...(namespace === undefined ? {} : { namespace }), name, outcome, labels, actor }
}

function refusedFates({ items, user }: PlanSession): readonly Fate[] {
  return items
    .filter(({ result }) => result === 'refused' || result === 'error')
    .map(({ kind, group, namespace, name }) => {
      const named = { kind, group, ...(namespace === undefined ? {} : { namespace }), name }
      return { ...named, outcome: 'refused', labels: {}, actor: user.user }
    })
}

/** What is there before and after, is the same and does not terminate. */
function keptFates(start: ClusterState, end: ClusterState): readonly Fate[] {
  const plurals = new Map(resourcesOf(start).map((each) => [`${each.group}/${each.kind}`, each.resource] as const))
  return allObjects(start).flatMap((object): readonly Fate[] => {
    const { group } = parseApiVersion(object.apiVersion)
    const key = resourceKey(group, plurals.get(`${group}/${object.kind}`) ?? '')
    const { namespace, name, uid } = object.metadata
    const now = findObject(end, key, namespace, name)
    if (now === undefined || now.metadata.uid !== uid || now.metadata.deletionTimestamp !== undefined) return []
    return [{ ...nameOfObject(object), outcome: 'kept', labels: object.metadata.labels ?? {}, actor: '' }]
  })
}

function nameOfObject({ kind, apiVersion, metadata }: KubeObject): ObjectName {
  const { group } = parseApiVersion(apiVersion)
  const { namespace, name } = metadata
  return { kind, group, ...(namespace === undefined ? {} : { namespace }), name }
}

const shownMax = 5

function checkOne({ name, claim, severity, message, origin }: Assertion, fates: readonly Fate[]): AssertionResult {
  const matches = isMatchedBy(claim.match)
  const found = fates.filter(matches)
  const count = new Set(found.map(objectKey)).size
  const held = claim.type === 'require' ? count >= claim.count : count <= (claim.type === 'max' ? claim.count : 0)
  const text = held ? `${name} holds` : `${message ?? name}: ${expected(claim)}, found ${count}${shown(found)}`
  return { name, severity, held, message: text, ...(origin === undefined ? {} : { origin }) }
}

function expected(claim: Assertion['claim']): string {
  if (claim.type === 'never') return 'expected none'
  return claim.type === 'max' ? `expected at most ${claim.count}` : `expected at least ${claim.count}`
}

function shown(found: readonly Fate[]): string {
  if (found.length === 0) return ''
  const names = found.slice(0, shownMax).map((fate) => `${objectText(fate)} ${fate.outcome}`)
  const rest = found.length > shownMax ? `, and ${found.length - shownMax} more` : ''
  return ` (${names.join(', ')}${rest})`
}

/** Without an outcome, an assertion is about what changes, not about what stays. */
const anyChange: readonly PolicyOutcome[] = ['gone', 'replaced', 'held', 'created', 'changed', 'refused']

function isMatchedBy(match: PolicyMatch): (fate: Fate) => boolean {
  const outcomes = match.outcome === undefined ? anyChange : [match.outcome].flat()
  const labels = match.labels === undefined ? [] : parseLabelSelector(match.labels)
  return (fate) =>
    outcomes.includes(fate.outcome) &&
    fits(match.kind, fate.kind) &&
    fits(match.group, fate.group) &&
    fits(match.namespace, fate.namespace ?? '') &&
    fits(match.name, fate.name) &&
    fits(match.actor, fate.actor) &&
    !('error' in labels) &&
    matchesRequirements(labels, fate.labels)
}

function fits(patterns: Patterns | undefined, text: string): boolean {
  if (patterns === undefined) return true
  return [patterns].flat().some((pattern) => patternOf(pattern).test(text))
}

function patternOf(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`)
}
