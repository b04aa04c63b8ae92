import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  type KubeObject,
  type Response,
} from '@capsule-whatif/model'

/** One way in which a scenario can end. [TRACES.md, Predictions] */
export interface Outcome {
  /** an entry a step; null where the step is no request */
  readonly responses: readonly (Response | null)[]
  /** every object of the cluster at the end */
  readonly after: readonly KubeObject[]
}

/** Of outcomes that nobody could tell apart the first. */
export function distinctOutcomes(outcomes: readonly Outcome[], start: ReadonlySet<KubeObject>): readonly Outcome[] {
  const bySignature = new Map<string, Outcome>()
  for (const outcome of outcomes) {
    const signature = outcomeSignature(outcome, start)
    if (!bySignature.has(signature)) bySignature.set(signature, outcome)
  }
  return [...bySignature.values()]
}

/** Uids that the model gave out; those of the snapshot are the same in every outcome. */
const modelUidPrefix = '00000000-0000-4000-8000-'
const modelUid = /00000000-0000-4000-8000-[0-9a-f]{12}/g
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/
/** Fields that tell the order or the time of writes. */
const ordered: ReadonlySet<string> = new Set(['resourceVersion', 'generation', 'observedGeneration', 'managedFields'])

/**
 * A text that two outcomes of one start share when nobody could tell them apart but by times, resourceVersions and uids:
 * uids are named by the object that carries them.
 *
 * @param start the objects before, to look only at those that came of them
 */
export function outcomeSignature(outcome: Outcome, start: ReadonlySet<KubeObject>): string {
  const names = nameUids([
    ...outcome.responses.flatMap((response) => (response ? [response.body as KubeObject] : [])),
    ...outcome.after,
  ])
  const places = outcome.after.map(placeOf)
  const changed = outcome.after.filter((object) => !start.has(object)).map((object) => named(textOf(object), names))
  const responses = outcome.responses.map(
    (response) => response && [response.code, named(textOf(response.body), names)],
  )
  return JSON.stringify([places.sort(), changed.sort(), responses])
}

function placeOf({ apiVersion, kind, metadata }: KubeObject): string {
  return `${apiVersion} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`
}

/** Names of the uids that the model gave out: by place, and the how manieth there. */
function nameUids(objects: readonly KubeObject[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  const counts = new Map<string, number>()
  for (const object of objects) {
    const uid = object.metadata?.uid
    if (uid === undefined || names.has(uid) || !uid.startsWith(modelUidPrefix)) continue
    const place = placeOf(object)
    const count = counts.get(place) ?? 0
    counts.set(place, count + 1)
    names.set(uid, `${place} #${count}`)
  }
  return names
}

const texts = new WeakMap<JsonObject, string>()

/** The object as text, without what tells order or time; the same objects stand in many outcomes. */
function textOf(object: JsonObject): string {
  const known = texts.get(object)
  if (known !== undefined) return known
  const text = JSON.stringify(canonical(object))
  texts.set(object, text)
  return text
}

function named(text: string, names: ReadonlyMap<string, string>): string {
  return text.replace(modelUid, (uid) => names.get(uid) ?? uid)
}

function canonical(value: Json | undefined): Json {
  if (typeof value === 'string') return time.test(value) ? '' : value
  if (isJsonArray(value)) return value.map(canonical)
  if (!isJsonObject(value)) return value ?? null
  const fields = Object.keys(value).filter((field) => !ordered.has(field) && value[field] !== undefined)
  return Object.fromEntries(fields.sort().map((field) => [field, canonical(value[field])]))
}
