import type { Action, ClusterModel, ClusterState, Json, KubeObject, Request, Response } from '@capsule-whatif/model'
import { allObjects, stateFromObjects } from '@capsule-whatif/model'
import { perform, settle, waitUntil } from '../schedule/likely.ts'
import { fillPlaceholders } from './placeholders.ts'
import type { TraceInput, TraceStep } from './trace.ts'

/** What a prediction says of one trace. [TRACES.md, Predictions] */
export interface Prediction {
  readonly name: string
  readonly outcomes: readonly Outcome[]
  readonly exhaustive: boolean
}

export interface Outcome {
  /** an entry a step; null where the step is no request */
  readonly responses: readonly (Response | null)[]
  readonly after: readonly KubeObject[]
}

/** What stands beside the traces: baselines and definitions. */
export interface Surroundings {
  readonly baseline: readonly KubeObject[]
  readonly readFile: (path: string) => Json
}

/** Predicts a recorded scenario along the likely schedule. */
export function predictTrace(model: ClusterModel, trace: TraceInput, surroundings: Surroundings): Prediction {
  const before = [...surroundings.baseline, ...trace.before]
  const { state } = stateFromObjects(before, clockOf(before))
  let current = model.start(state)
  const responses: (Response | null)[] = []
  for (const step of trace.steps) {
    const done = play(model, current, step, surroundings.readFile)
    responses.push(done.response)
    current = step.settled === undefined ? done.state : settle(model, done.state).state
  }
  if (trace.steps.at(-1)?.settled === undefined) current = settle(model, current).state
  return {
    name: trace.name,
    outcomes: [{ responses, after: allObjects(current).map(withoutSchemas) }],
    exhaustive: false,
  }
}

/** The moment after the last that any object tells of. */
export function clockOf(objects: readonly KubeObject[]): number {
  let latest = 0
  for (const { metadata } of objects) {
    for (const time of [metadata.creationTimestamp, metadata.deletionTimestamp])
      if (time) latest = Math.max(latest, Date.parse(time))
  }
  return latest + 60_000
}

interface Played {
  readonly state: ClusterState
  readonly response: Response | null
}

function play(model: ClusterModel, state: ClusterState, step: TraceStep, readFile: (path: string) => Json): Played {
  if ('request' in step) {
    const body = fillPlaceholders(step.request.body, state, readFile)
    const request = { ...step.request, ...(body === undefined ? {} : { body }) } as Request
    const run = perform(model, state, { type: 'request', as: step.as, request })
    return { state: run.state, response: run.steps[0]?.response ?? null }
  }
  if ('wait' in step) return { state: waitUntil(model, state, state.clock + step.wait).state, response: null }
  const actions = 'operator' in step ? [operator(step.operator)] : 'controllerManager' in step ? restart : []
  return { state: actions.reduce((current, action) => perform(model, current, action).state, state), response: null }
}

function operator(what: 'stop' | 'start'): Action {
  return { type: 'process', process: 'capsule', running: what === 'start' }
}

const restart: readonly Action[] = [
  { type: 'process', process: 'kube-controller-manager', running: false },
  { type: 'process', process: 'kube-controller-manager', running: true },
]

/** Recordings leave the schemas of definitions out. */
function withoutSchemas(object: KubeObject): KubeObject {
  if (object.kind !== 'CustomResourceDefinition') return object
  const { spec } = object as KubeObject & {
    readonly spec: { readonly versions: readonly { readonly schema?: Json }[] }
  }
  return {
    ...object,
    spec: { ...spec, versions: spec.versions.map(({ schema: _, ...version }) => version) },
  } as KubeObject
}
