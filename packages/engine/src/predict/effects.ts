import {
  type ClusterState,
  equalJson,
  findObject,
  isJsonObject,
  type Json,
  type KubeObject,
  listObjects,
  listResources,
  type ResourceKey,
} from '@capsule-whatif/model'
import type { Causes } from './causes.ts'
import type { Effect, Outcome } from './prediction.ts'

/** Every object that differs between two states, with who made it so. */
export function effectsBetween(before: ClusterState, after: ClusterState, causes: Causes): readonly Effect[] {
  const effects: Effect[] = []
  for (const resource of new Set([...listResources(before), ...listResources(after)])) {
    if (before.objects[resource] === after.objects[resource]) continue
    for (const object of listObjects(before, resource)) {
      const now = findObject(after, resource, object.metadata.namespace, object.metadata.name)
      if (now !== object) pushIfAny(effects, resource, compare(object, now), now ?? object, object, now, causes)
    }
    for (const object of listObjects(after, resource)) {
      if (findObject(before, resource, object.metadata.namespace, object.metadata.name)) continue
      pushIfAny(effects, resource, 'created', object, undefined, undefined, causes)
    }
  }
  return effects
}

function compare(before: KubeObject, now: KubeObject | undefined): Outcome | undefined {
  if (!now) return 'gone'
  if (now.metadata.uid !== before.metadata.uid) return 'replaced'
  if (now.metadata.deletionTimestamp && !before.metadata.deletionTimestamp) return 'held'
  return changedFields(before, now).length > 0 ? 'changed' : undefined
}

function pushIfAny(
  effects: Effect[],
  resource: ResourceKey,
  outcome: Outcome | undefined,
  object: KubeObject,
  before: KubeObject | undefined,
  now: KubeObject | undefined,
  causes: Causes,
): void {
  if (!outcome) return
  const { namespace, name } = object.metadata
  const place = [resource, namespace ?? '', name] as const
  effects.push({
    outcome,
    kind: object.kind,
    ...(namespace === undefined ? {} : { namespace }),
    name,
    ...(before && now && outcome !== 'replaced' ? { fields: changedFields(before, now) } : {}),
    causes: causesOfOutcome(outcome, causes, place),
  })
}

/** Who made it is told of what is made, who marked it of what is terminating, and of all else who wrote last. */
function causesOfOutcome(
  outcome: Outcome,
  causes: Causes,
  place: readonly [ResourceKey, string, string],
): readonly string[] {
  if (outcome === 'created' || outcome === 'replaced') return causes.ofCreation(...place)
  return outcome === 'held' ? causes.ofMarking(...place) : causes.of(...place)
}

/** Bookkeeping that changes with every write. */
const bookkeeping: ReadonlySet<string> = new Set([
  'metadata.resourceVersion',
  'metadata.generation',
  'metadata.managedFields',
])

/** A field that differs; undefined where it is absent. */
export interface FieldChange {
  /** `spec.hard.pods` */
  readonly field: string
  readonly before: Json | undefined
  readonly now: Json | undefined
}

/** Paths of fields that differ: of maps each key, of lists the whole. */
export function changedFields(before: Json, now: Json): readonly string[] {
  return fieldChanges(before, now).map(({ field }) => field)
}

/** The same with what they were and are. */
export function fieldChanges(before: Json, now: Json): readonly FieldChange[] {
  const changes: FieldChange[] = []
  collectChanges(before, now, '', changes)
  return changes
}

function collectChanges(before: Json | undefined, now: Json | undefined, field: string, changes: FieldChange[]): void {
  if (bookkeeping.has(field) || field.endsWith('lastTransitionTime') || equalJson(before, now)) return
  if (!isJsonObject(before) || !isJsonObject(now)) {
    changes.push({ field, before, now })
    return
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(now)])) {
    collectChanges(before[key], now[key], field === '' ? key : `${field}.${key}`, changes)
  }
}
