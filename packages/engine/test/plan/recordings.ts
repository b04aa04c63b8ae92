import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CapsuleVersion, Json, KubeObject, Response, UserInfo } from '@capsule-whatif/model'
import type { ManifestSet } from '../../src/plan/manifest-set.ts'
import { readManifestSet } from '../../src/plan/manifest-set.ts'
import { keyOfObject } from '../../src/plan/saved-plan.ts'
import { restoreDefinition } from '../../src/replay/emptied.ts'
import type { TraceRequest } from '../../src/replay/trace.ts'

const traces = join(import.meta.dirname, '../../../fixtures/traces')

export interface RecordedStep {
  readonly as: UserInfo
  readonly request?: TraceRequest
  readonly response: Response
  readonly settled?: boolean
}

/** A recorded scenario: the objects before, what was sent, and the objects after. */
export interface Recording {
  readonly name: string
  readonly capsule: CapsuleVersion
  readonly steps: readonly RecordedStep[]
  readonly before: readonly KubeObject[]
  readonly after: readonly KubeObject[]
}

interface Trace {
  readonly name: string
  readonly baseline: string
  readonly before: readonly KubeObject[]
  readonly after: readonly KubeObject[]
  readonly removed?: readonly string[]
  readonly steps: readonly RecordedStep[]
}

const folders: readonly (readonly [folder: string, capsule: CapsuleVersion, definitions: string])[] = [
  ['v0.14', '0.14', 'crds'],
  ['v0.7', '0.7', 'crds-0.7'],
]

/** The recordings of both versions that a test is about. */
export function recordingsWhere(isWanted: (steps: readonly RecordedStep[]) => boolean): readonly Recording[] {
  return folders.flatMap(([folder, capsule, definitions]) =>
    readdirSync(join(traces, folder))
      .filter((file) => file.endsWith('.jsonl'))
      .flatMap((file) => readFileSync(join(traces, folder, file), 'utf8').split('\n'))
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Trace)
      .filter(({ steps }) => isWanted(steps))
      .map((trace) => recordingOf(trace, capsule, definitions)),
  )
}

const baselines = new Map<string, readonly KubeObject[]>()

function baselineOf(name: string): readonly KubeObject[] {
  const known = baselines.get(name)
  if (known) return known
  const { items } = readJson(name) as unknown as { readonly items: readonly KubeObject[] }
  baselines.set(name, items)
  return items
}

function recordingOf(trace: Trace, capsule: CapsuleVersion, definitions: string): Recording {
  const baseline = baselineOf(trace.baseline)
  const whole = (objects: readonly KubeObject[]): KubeObject[] =>
    objects.map((each) => restored(each, baseline, definitions))
  const removed = new Set(trace.removed ?? [])
  const after = new Map(
    baseline.filter((each) => !removed.has(keyOfObject(each))).map((each) => [keyOfObject(each), each]),
  )
  for (const object of trace.after) after.set(keyOfObject(object), object)
  return {
    name: `${capsule} ${trace.name}`,
    capsule,
    steps: trace.steps,
    before: whole([...baseline, ...trace.before]),
    after: whole([...after.values()]),
  }
}

function restored(object: KubeObject, baseline: readonly KubeObject[], definitions: string): KubeObject {
  if (object.kind !== 'CustomResourceDefinition') return object
  return restoreDefinition(object, readJson(`${definitions}/${object.metadata.name}.json`), baseline)
}

function readJson(path: string): Json {
  return JSON.parse(readFileSync(join(traces, path), 'utf8')) as Json
}

/** Objects as a set of manifests, a file each. */
export function setOf(...objects: readonly unknown[]): ManifestSet {
  return readManifestSet(objects.map((object, index) => ({ name: `${index}.json`, text: JSON.stringify(object) })))
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Whether a body names something that only the recorder knew. */
export function isSelfContained(body: Json | undefined): boolean {
  return !/\$\(|\$file/.test(JSON.stringify(body ?? null))
}
