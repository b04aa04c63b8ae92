import {
  allObjects,
  at,
  type ClusterState,
  type KubeObject,
  parseApiVersion,
  resourceKey,
  textMap,
} from '@capsule-whatif/model'
import { causesOf } from '../predict/causes.ts'
import { effectsBetween } from '../predict/effects.ts'
import type { Effect } from '../predict/prediction.ts'
import type { Severity } from '../report/severity.ts'
import type { NamedResource } from '../snapshot/named-resource.ts'
import { blameOf } from './blame.ts'
import { lastAppliedAnnotation, withoutNote } from './last-applied.ts'
import type { ItemResult, PlanEffect } from './plan.ts'
import type { PlanSession } from './plan-session.ts'
import { objectKey } from './requests.ts'
import { resourcesOf } from './resources-of.ts'

/** Every object that is not as it was when the client began, with the manifest behind it and how bad it is. */
export function planEffects(start: ClusterState, session: PlanSession): readonly PlanEffect[] {
  const { state, steps, originByStep } = session
  const blame = blameOf(steps, originByStep)
  const [before, after] = [objectsByName(start), objectsByName(state)]
  const asked = askedFor(session)
  const resources = [...resourcesOf(start), ...resourcesOf(state)]
  return effectsBetween(start, state, causesOf(steps)).map((effect) => {
    const [old, now] = [before.get(nameKey(effect)), after.get(nameKey(effect))]
    const group = parseApiVersion((old ?? now)?.apiVersion ?? '').group
    const key = objectKey({ ...effect, group })
    const isAsked = asked.has(key)
    const resource = resourceKey(group, pluralOf(effect.kind, group, resources))
    const origin = blame.originOf(resource, effect.namespace, effect.name)
    const labels = textMap((old ?? now)?.metadata.labels as KubeObject['metadata']['labels'])
    return {
      ...effect,
      group,
      severity: severityOf(effect, isAsked),
      asked: isAsked,
      ...(Object.keys(labels).length === 0 ? {} : { labels }),
      ...(origin === undefined ? {} : { origin }),
      ...valuesOf(effect, now),
    }
  })
}

function pluralOf(kind: string, group: string, resources: readonly NamedResource[]): string {
  const found = resources.find((each) => each.kind === kind && each.group === group && !each.resource.includes('/'))
  return found?.resource ?? ''
}

/** What the client did itself, whoever finished it. */
const own: ReadonlySet<ItemResult> = new Set(['created', 'configured', 'serverside-applied', 'pruned', 'deleted'])

function askedFor({ items }: PlanSession): ReadonlySet<string> {
  return new Set(items.filter(({ result }) => own.has(result)).map(objectKey))
}

/** Kinds whose end takes more with it, or what nobody can bring back. */
const precious: ReadonlySet<string> = new Set([
  'Namespace',
  'Tenant',
  'CustomResourceDefinition',
  'PersistentVolumeClaim',
  'PersistentVolume',
  'Secret',
])

/** Losses that nobody asked for, and of what holds others or data, are dangers; what a prune deletes is a warning. */
function severityOf({ outcome, kind }: Effect, isAsked: boolean): Severity {
  if (outcome === 'created' || outcome === 'changed') return 'info'
  if (outcome === 'held') return 'danger'
  return isAsked && !precious.has(kind) ? 'warning' : 'danger'
}

/** Values of Secrets are kept nowhere, and neither is what kubectl notes for itself. */
function valuesOf({ outcome, kind, fields = [] }: Effect, now: KubeObject | undefined): Pick<PlanEffect, 'values'> {
  if (outcome !== 'changed' || now === undefined || kind === 'Secret') return {}
  const values = fields.flatMap((path) => {
    const value = valueAt(now, path)
    if (value === undefined || path.endsWith(lastAppliedAnnotation)) return []
    return [[path, path === 'metadata.annotations' ? withoutNote(value as Record<string, string>) : value] as const]
  })
  return { values: Object.fromEntries(values) }
}

/** The value at a path as effects write it: keys may hold dots, so every way of reading it is tried. */
export function valueAt(object: unknown, path: string): unknown {
  const words = path.split('.')
  for (let count = words.length; count > 0; count--) {
    const field = words.slice(0, count).join('.')
    const value = at(object as never, field)
    if (value === undefined) continue
    if (count === words.length) return value
    const inner = valueAt(value, words.slice(count).join('.'))
    if (inner !== undefined) return inner
  }
  return undefined
}

function nameKey({ kind, namespace, name }: Pick<Effect, 'kind' | 'namespace' | 'name'>): string {
  return `${kind}|${namespace ?? ''}|${name}`
}

function objectsByName(state: ClusterState): ReadonlyMap<string, KubeObject> {
  return new Map(
    allObjects(state).map((object) => {
      const { namespace, name } = object.metadata
      return [nameKey({ kind: object.kind, name, ...(namespace === undefined ? {} : { namespace }) }), object] as const
    }),
  )
}
