import { findKind } from '../../../apiserver/discovery.ts'
import { goQuote } from '../../../object/go-format.ts'
import { parseApiVersion } from '../../../object/gvk.ts'
import { type Json, type JsonObject, listAt, textAt, withoutFields } from '../../../object/json.ts'
import { finalizersOf, isTerminating, type KubeObject, labelsOf } from '../../../object/kube-object.ts'
import { matchesSelector } from '../../../object/label-selector.ts'
import {
  addQuantities,
  formatQuantity,
  parseQuantity,
  type Quantity,
  subtractQuantities,
} from '../../../object/quantity.ts'
import { none, one } from '../../../object/resource-list.ts'
import { keyOf, type ResourceType } from '../../../object/resource-type.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { listObjects } from '../../../state/store.ts'
import { compareTexts } from '../owner-list.ts'
import { isModelledSelector, matchesAnySelector } from './source-selectors.ts'
import { parseUsagePath, valuesAt } from './usage-path.ts'

/** What a quota counts: in these namespaces, or everywhere. */
export interface Scope {
  readonly namespaces: readonly string[] | 'all'
  /** whether only namespaced kinds can be counted */
  readonly namespaced: boolean
}

export interface CustomUsage {
  readonly used: Quantity
  readonly targets: readonly JsonObject[]
  readonly claims: readonly JsonObject[]
  readonly problem?: string
}

/** Whether all sources are modelled: no CEL, no involved paths. */
export function isModelled(quota: KubeObject): boolean {
  return listAt(quota.spec, 'sources').every((source) => {
    const path = textAt(source, 'path') ?? ''
    const isPlain = (textAt(source, 'cel') ?? '') === '' && (path === '' || parseUsagePath(path) !== undefined)
    return isPlain && listAt(source, 'selectors').every(isModelledSelector)
  })
}

interface Target {
  readonly source: Json
  readonly type: ResourceType
}

interface Claim {
  readonly target: Target
  readonly object: KubeObject
  readonly usage: Quantity
}

/**
 * Usage is the sum over what the sources select, the oldest object first; `sub` subtracts, and never goes below zero. An
 * object without what is to be summed is a problem. [customquotas/calculation.go:reconcileQuotaUsage; extended D5.3]
 */
export function countUsage(state: ClusterState, quota: KubeObject, scope: Scope): CustomUsage {
  const targets: Target[] = []
  const told = (problem: string): CustomUsage => ({
    used: none,
    targets: targets.map(encodeTarget),
    claims: [],
    problem,
  })
  for (const source of listAt(quota.spec, 'sources')) {
    const { group, version } = parseApiVersion(textAt(source, 'apiVersion') || 'v1')
    const kind = textAt(source, 'kind') ?? ''
    const type = findKind(state, group, version, kind)
    const named = `${group === '' ? '' : `${group}/`}${version}, Kind=${kind}`
    if (!type)
      return told(
        `failed to resolve REST mapping for ${group}/${version}, Kind=${kind}: no matches for kind ${goQuote(kind)} in version ${goQuote(named.split(',')[0] ?? '')}`,
      )
    if (scope.namespaced && !type.namespaced) return told(`GVK ${group}/${version}, Kind=${kind} is not namespaced`)
    targets.push({ source, type })
  }
  return sumUsage(state, quota, scope, targets)
}

function sumUsage(state: ClusterState, quota: KubeObject, scope: Scope, targets: readonly Target[]): CustomUsage {
  let used = none
  const problems: string[] = []
  const claims = new Map<string, Claim>()
  for (const target of targets)
    for (const object of candidates(state, quota, scope, target)) {
      const usage = usageOf(object, target)
      if (typeof usage === 'string') {
        problems.push(usage)
        continue
      }
      used = accounted(used, usage, target)
      const key = `${keyOf(target.type)} ${object.metadata.namespace ?? ''}/${object.metadata.name}`
      const before = claims.get(key)?.usage ?? none
      claims.set(key, { target, object, usage: accounted(before, usage, target) })
    }
  const sorted = [...claims.values()].sort(byPlace).map(encodeClaim)
  const counted = { used, targets: targets.map(encodeTarget), claims: sorted }
  return problems.length > 0 ? { ...counted, problem: problems.join('\n') } : counted
}

/** Objects that are going, with nothing to hold them, do not count. [customquotas/utils.go:resourceMatchesQuotaScope] */
function candidates(
  state: ClusterState,
  quota: KubeObject,
  { namespaces }: Scope,
  { source, type }: Target,
): readonly KubeObject[] {
  const scopes = listAt(quota.spec, 'scopeSelectors')
  return listObjects(state, keyOf(type))
    .filter((object) => !isTerminating(object) || finalizersOf(object).length > 0)
    .filter((object) => namespaces === 'all' || namespaces.includes(object.metadata.namespace ?? ''))
    .filter((object) => scopes.length === 0 || scopes.some((selector) => matchesSelector(selector, labelsOf(object))))
    .filter((object) => matchesAnySelector(object, listAt(source, 'selectors')))
    .toSorted((a, b) => compareTexts(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? ''))
}

function usageOf(object: KubeObject, { source, type }: Target): Quantity | string {
  const operation = textAt(source, 'op') ?? ''
  if (operation === 'count') return one
  const path = textAt(source, 'path') ?? ''
  const found = valuesAt(object, parseUsagePath(path) ?? [])
  const { namespace = '', name } = object.metadata
  const failed = (why: string): string =>
    `get usage from ${namespace}/${name} (${type.group}/${type.version}, Kind=${type.kind}) path ${goQuote(path)} cel "" op ${goQuote(operation)}: ${why}`
  if (found === '') return failed('quantity path did not resolve to any value')
  const texts = found.split(/\s+/)
  const quantities = texts.flatMap((text) => parseQuantity(text) ?? [])
  const wrong = texts.find((text) => !parseQuantity(text))
  return wrong === undefined ? quantities.reduce(addQuantities, none) : failed(`invalid quantity ${goQuote(wrong)}`)
}

function accounted(before: Quantity, usage: Quantity, { source }: Target): Quantity {
  if (textAt(source, 'op') !== 'sub') return addQuantities(before, usage)
  const rest = subtractQuantities(before, usage)
  return rest.nano < 0n ? none : rest
}

function encodeTarget({ source, type }: Target): JsonObject {
  const { group, version, kind, namespaced } = type
  const config = withoutFields(source as JsonObject, 'apiVersion', 'kind')
  return { group, version, kind, ...config, scope: namespaced ? 'namespace' : 'root' }
}

function encodeClaim({ target: { type }, object, usage }: Claim): JsonObject {
  const { namespace, name, uid } = object.metadata
  const { group, version, kind } = type
  const place = namespace === undefined ? { name } : { name, namespace }
  return { group, version, kind, ...(uid === undefined ? {} : { uid }), ...place, usage: formatQuantity(usage) }
}

function byPlace(a: Claim, b: Claim): number {
  return (
    compareTexts(a.object.metadata.namespace ?? '', b.object.metadata.namespace ?? '') ||
    compareTexts(a.target.type.kind, b.target.type.kind) ||
    compareTexts(a.object.metadata.name, b.object.metadata.name)
  )
}
