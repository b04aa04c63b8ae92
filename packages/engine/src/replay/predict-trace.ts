import type { Action, ClusterModel, ClusterState, Json, KubeObject, Request, Response } from '@capsule-whatif/model'
import { allObjects, stateFromObjects } from '@capsule-whatif/model'
import { perform, settle, waitUntil } from '../schedule/likely.ts'
import { emptyDefinition, restoreDefinition } from './emptied.ts'
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
  /** as recorded: without what `restoreDefinition` brings back */
  readonly baseline: readonly KubeObject[]
  /** full definitions by name */
  readonly definitions: ReadonlyMap<string, Json>
  /** what a body that stands for a file holds */
  readonly readFile: (path: string) => Json
}

function restored(object: KubeObject, { baseline, definitions }: Surroundings): KubeObject {
  return isDefinition(object) ? restoreDefinition(object, definitions.get(object.metadata.name), baseline) : object
}

/** Predicts a recorded scenario along the likely schedule. */
export function predictTrace(model: ClusterModel, trace: TraceInput, surroundings: Surroundings): Prediction {
  const { baseline } = surroundings
  const before = [...baseline.map((object) => restored(object, surroundings)), ...trace.before]
  const { state } = stateFromObjects(before, clockOf(before))
  let current = settle(model, model.start(state)).state
  const responses: (Response | null)[] = []
  for (const step of trace.steps) {
    const done = play(model, current, step, surroundings)
    responses.push(done.response)
    current = step.settled === undefined ? done.state : settle(model, done.state).state
  }
  if (trace.steps.at(-1)?.settled === undefined) current = settle(model, current).state
  return {
    name: trace.name,
    outcomes: [
      {
        responses,
        after: allObjects(current).map((object) => (isDefinition(object) ? emptyDefinition(object, baseline) : object)),
      },
    ],
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

function play(model: ClusterModel, state: ClusterState, step: TraceStep, surroundings: Surroundings): Played {
  if ('request' in step) {
    const read = (path: string): Json => restored(surroundings.readFile(path) as KubeObject, surroundings)
    const body = fillPlaceholders(step.request.body, state, read)
    const request = { ...step.request, ...(body === undefined ? {} : { body }) } as Request
    const run = perform(model, state, { type: 'request', as: step.as, request })
    return { state: run.state, response: recorded(run.steps[0]?.response, surroundings.baseline) }
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

/** An answer as recordings hold it. */
function recorded(response: Response | undefined, baseline: readonly KubeObject[]): Response | null {
  if (!response) return null
  const body = response.body as KubeObject
  return isDefinition(body) ? { ...response, body: emptyDefinition(body, baseline) } : response
}

function isDefinition(object: KubeObject): boolean {
  return object.kind === 'CustomResourceDefinition'
}
