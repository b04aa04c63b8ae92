import { isJsonObject, type Json, type JsonObject, listAt, objectAt, textAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { Quantity } from '../../../object/quantity.ts'
import {
  formatResources,
  none,
  parseResources,
  type ResourceList,
  withoutZeros,
} from '../../../object/resource-list.ts'
import { poolAllocation, poolNamespaces } from '../../resource-pools/pool.ts'
import type { CapsuleCondition } from '../conditions.ts'

/** A claim that the pool granted, with what it was granted. [resourcepool_status.go:ResourcePoolClaimsItem] */
export interface GrantedClaim {
  readonly uid: string
  readonly name: string
  readonly claims: ResourceList
}

export type GrantedByNamespace = ReadonlyMap<string, readonly GrantedClaim[]>

/** What claims ask of a resource that the pool is short of. */
export interface Exhaustion {
  readonly available: Quantity
  readonly requesting: Quantity
}

/** The status of a pool while a pass works on it. */
export interface PoolStatus {
  readonly namespaces: readonly string[]
  readonly claimCount: number
  /** undefined until a claim was granted for the first time; then it may be empty */
  readonly granted: GrantedByNamespace | undefined
  readonly hard: ResourceList
  readonly used: ResourceList
  readonly available: ResourceList
  readonly exhaustions: ReadonlyMap<string, Exhaustion>
  readonly conditions: readonly CapsuleCondition[]
}

export function poolStatusOf(pool: KubeObject): PoolStatus {
  const { claims, exhaustions, conditions, claimCount } = objectAt(pool.status)
  return {
    namespaces: poolNamespaces(pool),
    claimCount: typeof claimCount === 'number' ? claimCount : 0,
    granted: isJsonObject(claims) ? grantedOf(claims) : undefined,
    hard: poolAllocation(pool, 'hard'),
    used: poolAllocation(pool, 'used'),
    available: poolAllocation(pool, 'available'),
    exhaustions: new Map(Object.entries(objectAt(exhaustions)).map(([name, value]) => [name, exhaustionOf(value)])),
    conditions: (conditions ?? []) as unknown as readonly CapsuleCondition[],
  }
}

function grantedOf(claims: JsonObject): GrantedByNamespace {
  return new Map(Object.keys(claims).map((namespace) => [namespace, listAt(claims, namespace).map(grantedClaim)]))
}

function grantedClaim(item: Json): GrantedClaim {
  return {
    uid: textAt(item, 'uid') ?? '',
    name: textAt(item, 'name') ?? '',
    claims: parseResources(objectAt(item, 'claims')),
  }
}

function exhaustionOf(value: Json | undefined): Exhaustion {
  const { available = none, requesting = none } = parseResources(value)
  return { available, requesting }
}

/** The status as it is stored: what Go's type omits when it is empty is absent. */
export function encodePoolStatus(status: PoolStatus, observedGeneration: number | undefined): JsonObject {
  const { hard, used, available } = status
  return withoutEmpty({
    observedGeneration,
    namespaceCount: status.namespaces.length,
    claimCount: status.claimCount,
    namespaces: status.namespaces,
    allocation: withoutEmpty({
      hard: formatResources(hard),
      used: formatResources(used),
      available: formatResources(available),
    }),
    exhaustions: Object.fromEntries([...status.exhaustions].sort(byName).map(encodeExhaustion)),
    conditions: status.conditions as unknown as Json,
    ...(status.granted ? { claims: encodeGranted(status.granted) } : {}),
  })
}

/** An empty map of claims stays: Go omits it only where it is nil. */
function withoutEmpty(object: JsonObject): JsonObject {
  const entries = Object.entries(object).filter(([field, value]) => field === 'claims' || !isEmpty(value))
  return Object.fromEntries(entries)
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
}

function encodeGranted(granted: GrantedByNamespace): JsonObject {
  return Object.fromEntries(
    [...granted].sort(byName).map(([namespace, claims]) => [
      namespace,
      claims.map(({ uid, name, claims: amounts }) => ({
        uid,
        name,
        namespace,
        ...(Object.keys(amounts).length > 0 ? { claims: formatResources(amounts) } : {}),
      })),
    ]),
  )
}

/** Zero amounts are left out. [pkg/api/exhaustion.go] */
function encodeExhaustion([name, { available, requesting }]: [string, Exhaustion]): [string, Json] {
  return [name, formatResources(withoutZeros({ available, requesting }))]
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0
}
