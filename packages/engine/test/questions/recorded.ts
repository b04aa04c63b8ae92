import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Json, type KubeObject, parseApiVersion, type Request, type UserInfo } from '@capsule-whatif/model'
import type { PredictedAction } from '../../src/predict/predict.ts'
import { restoreDefinition } from '../../src/replay/emptied.ts'
import { loadSnapshot, type Snapshot } from '../../src/snapshot/load-snapshot.ts'

const fixtures = join(import.meta.dirname, '../../../fixtures')

/** A cluster of packages/fixtures/clusters. */
export function exampleSnapshot(name = 'two-tenants'): Snapshot {
  const text = readFileSync(join(fixtures, 'clusters', `${name}.json`), 'utf8')
  return loadSnapshot([{ name: `${name}.json`, text }])
}

/** A recorded scenario as a question sees it, and what was seen of it afterwards. */
export interface Recorded {
  readonly snapshot: Snapshot
  /** the cluster at its end */
  readonly ended: Snapshot
  /** objects of the scenario at its end */
  readonly after: readonly KubeObject[]
  /** names of objects that were there before and are not afterwards, as `Kind namespace/name` */
  readonly gone: readonly string[]
  /** code of the answer to each request, in their order */
  readonly codes: readonly number[]
  readonly messages: readonly string[]
  /** the requests as actions that a question can be given, in their order */
  readonly actions: readonly PredictedAction[]
}

interface RecordedStep {
  readonly as?: UserInfo
  readonly request?: Request
  readonly response?: { readonly code: number; readonly body: { readonly message?: string } }
}

interface Trace {
  readonly baseline: string
  readonly before: readonly KubeObject[]
  readonly after: readonly KubeObject[]
  readonly removed?: readonly string[]
  readonly steps: readonly RecordedStep[]
}

/** Reads a recording, with the definitions that recordings leave out. */
export function recorded(family: string, name: string, version = 'v0.14'): Recorded {
  const lines = readFileSync(join(fixtures, 'traces', version, `${family}.jsonl`), 'utf8').split('\n')
  const line = lines.find((each) => each.includes(`"name":"${name}"`))
  if (line === undefined) throw new Error(`there is no recording ${name}`)
  const { baseline, before, after, removed = [], steps } = JSON.parse(line) as Trace
  const { items } = readJson(baseline) as unknown as { readonly items: readonly KubeObject[] }
  const definitions = version === 'v0.14' ? 'crds' : 'crds-0.7'
  const restored = items.map((object) =>
    object.kind === 'CustomResourceDefinition'
      ? restoreDefinition(object, readJson(`${definitions}/${object.metadata.name}.json`), items)
      : object,
  )
  const places = new Set(before.map(placeOf))
  const objects = [...restored.filter((object) => !places.has(placeOf(object))), ...before]
  const ended = new Set([...after.map(placeOf), ...removed])
  const still = new Set(after.map(({ metadata }) => metadata.uid))
  const responses = steps.flatMap(({ response }) => (response === undefined ? [] : [response]))
  return {
    snapshot: { objects, origins: [], issues: [] },
    ended: {
      objects: [...restored.filter((object) => !ended.has(placeOf(object))), ...after],
      origins: [],
      issues: [],
    },
    after,
    gone: [
      ...before.filter(({ metadata }) => !still.has(metadata.uid)).map(nameOf),
      ...restored.filter((object) => removed.includes(placeOf(object))).map(nameOf),
    ].sort(),
    codes: responses.map(({ code }) => code),
    messages: responses.map(({ body }) => body.message ?? ''),
    actions: steps.flatMap(({ as, request }) =>
      as === undefined || request === undefined
        ? []
        : [{ text: request.verb, actions: [{ type: 'request', request }], user: as }],
    ),
  }
}

function readJson(path: string): Json {
  return JSON.parse(readFileSync(join(fixtures, 'traces', path), 'utf8')) as Json
}

/** As `removed` of a recording names objects. */
function placeOf({ apiVersion, kind, metadata }: KubeObject): string {
  return `${kind}|${parseApiVersion(apiVersion).group}|${metadata.namespace ?? ''}|${metadata.name}`
}

export function nameOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`
}
