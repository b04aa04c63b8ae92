import {
  type ClusterState,
  findObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  listObjects,
  listResources,
  textAt,
} from '@capsule-whatif/model'
import { changedFields } from '../../predict/effects.ts'
import { nameText, type ObjectName, objectName } from '../asking/object-name.ts'

/** An object in the Namespace, with what it says in short. */
export interface ToldObject {
  readonly object: ObjectName
  /** a quota's bounds, a range's limits, a binding's role and subjects; empty where nothing is told of its kind */
  readonly says: string
}

/** What changed about a Namespace and in it. */
export interface NamespaceChange {
  readonly lost: readonly ToldObject[]
  readonly gained: readonly ToldObject[]
  readonly changed: readonly ToldObject[]
  /** how many objects stay as they were */
  readonly kept: number
  /** paths of fields of the Namespace itself that are otherwise, bookkeeping left out */
  readonly fields: readonly string[]
  /** objects in it that still belong to a Tenant that is not its owner now, or never was */
  readonly leftOver: readonly ToldObject[]
}

export function namespaceChange(before: ClusterState, now: ClusterState, name: string): NamespaceChange {
  const [old, present] = [contentOf(before, name), contentOf(now, name)]
  const byName = new Map(present.map((object) => [nameText(objectName(object)), object]))
  const oldNames = new Map(old.map((object) => [nameText(objectName(object)), object]))
  const stays = old.filter((object) => byName.get(nameText(objectName(object)))?.metadata.uid === object.metadata.uid)
  const changed = stays.filter((object) => {
    const same = byName.get(nameText(objectName(object)))
    return same !== undefined && changedFields(object, same).length > 0
  })
  const [was, is] = [
    findObject(before, '/namespaces', undefined, name),
    findObject(now, '/namespaces', undefined, name),
  ]
  return {
    lost: old.filter((object) => !stays.includes(object)).map(told),
    gained: present
      .filter((object) => oldNames.get(nameText(objectName(object)))?.metadata.uid !== object.metadata.uid)
      .map(told),
    changed: changed.map(told),
    kept: stays.length - changed.length,
    fields: was && is ? changedFields(was, is) : [],
    leftOver: present.filter((object) => isLeftOver(object, is)).map(told),
  }
}

function contentOf(state: ClusterState, namespace: string): readonly KubeObject[] {
  return listResources(state).flatMap((resource) => listObjects(state, resource, namespace))
}

function isLeftOver({ metadata }: KubeObject, namespace: KubeObject | undefined): boolean {
  const owners = new Set(namespace?.metadata.ownerReferences?.map(({ uid }) => uid))
  return metadata.ownerReferences?.some(({ kind, uid }) => kind === 'Tenant' && !owners.has(uid)) === true
}

function told(object: KubeObject): ToldObject {
  return { object: objectName(object), says: tellers[object.kind]?.(object) ?? '' }
}

const tellers: Readonly<Record<string, (object: KubeObject) => string>> = {
  ResourceQuota: ({ spec }) => pairsText((spec as JsonObject | undefined)?.hard),
  LimitRange: ({ spec }) =>
    listAt(spec ?? null, 'limits')
      .map((limit) => {
        const { type = '', ...bounds } = limit as JsonObject
        return `${type}: ${Object.entries(bounds)
          .map(([bound, values]) => `${bound} ${pairsText(values)}`)
          .join('; ')}`
      })
      .join('; '),
  NetworkPolicy: ({ spec }) => `for ${listAt(spec ?? null, 'policyTypes').join(' and ') || 'Ingress'}`,
  RoleBinding: (binding) =>
    `${textAt(binding, 'roleRef', 'name') ?? ''} to ${listAt(binding, 'subjects')
      .map((subject) => `${textAt(subject, 'kind') ?? ''} ${textAt(subject, 'name') ?? ''}`)
      .join(', ')}`,
}

function pairsText(values: Json | undefined): string {
  if (typeof values !== 'object' || values === null) return ''
  return Object.entries(values)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ')
}

export function toldText({ object, says }: ToldObject): string {
  return says === '' ? nameText(object) : `${nameText(object)} (${says})`
}
