import { equalJson, type Json, type KubeObject } from '@capsule-whatif/model'
import type { Outcome } from '../predict/prediction.ts'
import { type Severity, worstOf } from '../report/severity.ts'
import { lastAppliedAnnotation, withoutNote } from './last-applied.ts'
import type { ObjectName, PlanEffect } from './plan.ts'
import { valueAt } from './plan-effects.ts'
import { objectKey, objectText } from './requests.ts'
import { type Digest, digestOf, keyOfObject, type SavedObject, type SavedPlan, savedObjects } from './saved-plan.ts'

/** In what a cluster came out other than predicted. */
export interface Deviation {
  readonly type: 'predicted, not so' | 'not predicted' | 'otherwise'
  readonly severity: Severity
  readonly object: ObjectName
  readonly predicted?: Outcome
  readonly actual?: Outcome
  /** fields that have another value than predicted */
  readonly fields?: readonly string[]
  readonly message: string
}

/** What a later snapshot shows of a saved plan. */
export interface PlanComparison {
  readonly format: 'capsule-whatif-plan-against/1'
  readonly severity: Severity
  /** how many predicted effects there were, and how many came out so */
  readonly predicted: number
  /** how many predicted effects are so in the later snapshot */
  readonly cameTrue: number
  readonly deviations: readonly Deviation[]
  readonly notes: readonly string[]
  readonly digests: { readonly planned: string; readonly later: string }
}

/** Kinds that change by themselves all the time: nothing is said of them. */
const restless: ReadonlySet<string> = new Set(['Event', 'Lease', 'Endpoints', 'EndpointSlice', 'Node'])

/** Holds a saved plan against a snapshot taken after it was carried out. */
export function comparePlan(saved: SavedPlan, later: readonly KubeObject[], digest: Digest): PlanComparison {
  const now = savedObjects(later, digest)
  const objects = new Map(later.map((object) => [keyOfObject(object), object] as const))
  const effects = new Map(saved.effects.map((effect) => [objectKey(effect), effect] as const))
  const others = new Map(saved.instead.map((effect) => [objectKey(effect), effect] as const))
  const keys = [...new Set([...effects.keys(), ...Object.keys(saved.before), ...Object.keys(now)])]
  const deviations = keys.flatMap((key) => {
    const actual = actualOutcome(saved.before[key], now[key])
    const expected = effects.get(key)
    if (actual !== expected?.outcome && actual !== undefined && actual === others.get(key)?.outcome) return []
    return deviationOf(key, expected, actual, objects.get(key))
  })
  const wrong = new Set(
    deviations.filter((deviation) => deviation.predicted !== undefined).map(({ object }) => objectKey(object)),
  )
  const predicted = saved.effects.filter((effect) => isSeen(effect) && !restless.has(effect.kind)).length
  const planned = saved.digests.snapshot
  const laterDigest = digestOf(later, digest)
  return {
    format: 'capsule-whatif-plan-against/1',
    severity: worstOf(deviations.map(({ severity }) => severity)),
    predicted,
    cameTrue: predicted - wrong.size,
    deviations,
    notes:
      planned === laterDigest
        ? ['The later snapshot is the one that the plan was made from: nothing was done yet.']
        : [],
    digests: { planned, later: laterDigest },
  }
}

function actualOutcome(before: SavedObject | undefined, now: SavedObject | undefined): Outcome | undefined {
  if (now === undefined) return before === undefined ? undefined : 'gone'
  if (before === undefined) return 'created'
  if (before.uid !== undefined && now.uid !== undefined && before.uid !== now.uid) return 'replaced'
  if (now.terminating && !before.terminating) return 'held'
  return before.content === now.content ? undefined : 'changed'
}

function deviationOf(
  key: string,
  predicted: PlanEffect | undefined,
  actual: Outcome | undefined,
  now: KubeObject | undefined,
): readonly Deviation[] {
  const object = nameOfKey(key)
  if (restless.has(object.kind)) return []
  if (predicted === undefined) return actual === undefined ? [] : [unpredicted(object, actual)]
  if (actual === undefined) return isSeen(predicted) ? [untrue(object, predicted)] : []
  if (actual !== predicted.outcome) return [other(object, predicted.outcome, actual)]
  const fields = now === undefined ? [] : wrongFields(predicted, now)
  if (fields.length === 0) return []
  const message = `${objectText(object)} was changed, but not as predicted: ${fields.join(', ')}`
  return [{ type: 'otherwise', severity: 'warning', object, predicted: 'changed', actual, fields, message }]
}

/** Changes of status, and of what kubectl notes for itself, are not looked for. */
function isSeen({ outcome, fields = [], values = {} }: PlanEffect): boolean {
  return outcome !== 'changed' || fields.some((path) => isCompared(path) && !isOnlyNote(path, values[path]))
}

function isCompared(path: string): boolean {
  return !path.startsWith('status') && !path.endsWith(lastAppliedAnnotation)
}

function isOnlyNote(path: string, value: unknown): boolean {
  return path === 'metadata.annotations' && Object.keys(comparable(path, value) ?? {}).length === 0
}

function comparable(path: string, value: unknown): Json | undefined {
  const annotations = path === 'metadata.annotations' ? withoutNote((value ?? {}) as Record<string, string>) : undefined
  return annotations ?? (value as Json | undefined)
}

function nameOfKey(key: string): ObjectName {
  const [kind = '', group = '', namespace = '', ...name] = key.split('|')
  return { kind, group, ...(namespace === '' ? {} : { namespace }), name: name.join('|') }
}

const losses: ReadonlySet<Outcome> = new Set(['gone', 'replaced', 'held'])

const words: Readonly<Record<Outcome, string>> = {
  gone: 'gone',
  replaced: 'another one under the same name',
  held: 'terminating',
  created: 'new',
  changed: 'changed',
}

function unpredicted(object: ObjectName, actual: Outcome): Deviation {
  const message = `${objectText(object)} is ${words[actual]}, which was not predicted`
  return { type: 'not predicted', severity: losses.has(actual) ? 'danger' : 'warning', object, actual, message }
}

function untrue(object: ObjectName, { outcome }: PlanEffect): Deviation {
  const message = `${objectText(object)} was predicted to be ${words[outcome]} and is as it was`
  const severity = losses.has(outcome) ? 'info' : 'warning'
  return { type: 'predicted, not so', severity, object, predicted: outcome, message }
}

function other(object: ObjectName, predicted: Outcome, actual: Outcome): Deviation {
  const message = `${objectText(object)} was predicted to be ${words[predicted]} and is ${words[actual]}`
  const severity = losses.has(actual) && !losses.has(predicted) ? 'danger' : 'warning'
  return { type: 'otherwise', severity, object, predicted, actual, message }
}

/** Fields whose value is told by the plan and is another one now. */
function wrongFields({ fields = [], values }: PlanEffect, now: KubeObject): readonly string[] {
  if (values === undefined) return []
  return fields.filter(
    (path) => isCompared(path) && !equalJson(comparable(path, values[path]), comparable(path, valueAt(now, path))),
  )
}
