import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type ClusterModel,
  type ClusterState,
  controlPlane,
  type Json,
  type KubeObject,
  type Response,
  stateFromObjects,
} from '@capsule-whatif/model'
import { restoreDefinition } from '../../src/replay/emptied.ts'
import { clockOf } from '../../src/replay/scenario.ts'
import type { TraceRequest } from '../../src/replay/trace.ts'
import { settle } from '../../src/schedule/likely.ts'

const traces = join(import.meta.dirname, '../../../fixtures/traces')

export interface RecordedStep {
  readonly request?: TraceRequest
  readonly response?: Response
}

/** A recorded scenario: the cluster that it began on, and what was asked and answered. */
export interface RecordedWorld {
  readonly model: ClusterModel
  readonly state: ClusterState
  readonly steps: readonly RecordedStep[]
}

export function recordedWorld(family: string, name: string): RecordedWorld {
  const lines = readFileSync(join(traces, 'v0.14', `${family}.jsonl`), 'utf8').split('\n')
  const line = lines.find((each) => each.includes(`"name":"${name}"`))
  const trace = JSON.parse(line ?? '') as {
    readonly baseline: string
    readonly before: readonly KubeObject[]
    readonly steps: readonly RecordedStep[]
  }
  const { items } = readJson(trace.baseline) as unknown as { readonly items: readonly KubeObject[] }
  const restored = items.map((object) =>
    object.kind === 'CustomResourceDefinition'
      ? restoreDefinition(object, readJson(`crds/${object.metadata.name}.json`), items)
      : object,
  )
  const objects = [...restored, ...trace.before]
  const model = controlPlane()
  const { state } = stateFromObjects(objects, clockOf(objects))
  return { model, state: settle(model, model.start(state)).state, steps: trace.steps }
}

function readJson(path: string): Json {
  return JSON.parse(readFileSync(join(traces, path), 'utf8')) as Json
}
