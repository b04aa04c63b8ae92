import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CapsuleVersion, Json, KubeObject, Response } from '@capsule-whatif/model'
import { restoreDefinition } from '../../src/replay/emptied.ts'
import type { TraceRequest } from '../../src/replay/trace.ts'

const traces = join(import.meta.dirname, '../../../fixtures/traces')

/** A write that the API server answered while a scenario was recorded. */
export interface RecordedWrite {
  readonly user: string
  readonly verb: string
  readonly resource: string
  readonly subresource?: string
  readonly namespace?: string
  readonly name?: string
  readonly code: number
  readonly message?: string
  readonly ms: number
}

export interface RecordedStep {
  readonly as?: { readonly user: string }
  readonly request?: TraceRequest
  readonly response?: Response
}

export interface Recording {
  readonly name: string
  readonly capsule: CapsuleVersion
  /** the cluster that it began on */
  readonly objects: readonly KubeObject[]
  readonly steps: readonly RecordedStep[]
  readonly writes: readonly RecordedWrite[]
  readonly after: readonly KubeObject[]
}

interface Stored extends Omit<Recording, 'objects' | 'capsule'> {
  readonly baseline: string
  readonly before: readonly KubeObject[]
}

/** The recorded scenarios of a family. */
export function recordings(capsule: CapsuleVersion, family: string): readonly Recording[] {
  const text = readFileSync(join(traces, `v${capsule}`, `${family}.jsonl`), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const { baseline, before, name, steps, writes, after } = JSON.parse(line) as Stored
      return { name, capsule, objects: [...baselineOf(capsule, baseline), ...before], steps, writes, after }
    })
}

export function recording(capsule: CapsuleVersion, family: string, name: string): Recording {
  const found = recordings(capsule, family).find((each) => each.name === name)
  if (!found) throw new Error(`there is no recording ${name} of ${capsule}`)
  return found
}

function baselineOf(capsule: CapsuleVersion, file: string): readonly KubeObject[] {
  const { items } = readJson(file) as unknown as { readonly items: readonly KubeObject[] }
  const folder = capsule === '0.7' ? 'crds-0.7' : 'crds'
  return items.map((object) =>
    object.kind === 'CustomResourceDefinition'
      ? restoreDefinition(object, readJson(`${folder}/${object.metadata.name}.json`), items)
      : object,
  )
}

function readJson(path: string): Json {
  return JSON.parse(readFileSync(join(traces, path), 'utf8')) as Json
}

/** The example cluster of two tenants, with more in the spec of `oil`. */
export function twoTenants(spec: Readonly<Record<string, Json>> = {}): readonly KubeObject[] {
  const text = readFileSync(join(traces, '../clusters/two-tenants.json'), 'utf8')
  const { items } = JSON.parse(text) as { readonly items: readonly KubeObject[] }
  return items.map((object) =>
    object.kind === 'Tenant' && object.metadata.name === 'oil'
      ? ({ ...object, spec: { ...(object.spec as object), ...spec } } as KubeObject)
      : object,
  )
}
