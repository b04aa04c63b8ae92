import type { Action, ClusterModel, ClusterState, Json, KubeObject, Response } from '@capsule-whatif/model'
import { stateFromObjects } from '@capsule-whatif/model'
import { type Patience, settle, usualPatience } from '../schedule/likely.ts'
import { emptyDefinition, restoreDefinition } from './emptied.ts'
import { fillPlaceholders } from './placeholders.ts'
import type { TraceInput, TraceStep } from './trace.ts'

/** What stands beside the traces: baselines and definitions. */
export interface Surroundings {
  /** as recorded: without what `restoreDefinition` brings back */
  readonly baseline: readonly KubeObject[]
  /** full definitions by name */
  readonly definitions: ReadonlyMap<string, Json>
  /** what a body that stands for a file holds */
  readonly readFile: (path: string) => Json
}

export function restored(object: KubeObject, { baseline, definitions }: Surroundings): KubeObject {
  return isDefinition(object) ? restoreDefinition(object, definitions.get(object.metadata.name), baseline) : object
}

/** The state in which the recorded scenario begins. */
export function startOf(model: ClusterModel, trace: TraceInput, surroundings: Surroundings): ClusterState {
  const before = [...surroundings.baseline.map((object) => restored(object, surroundings)), ...trace.before]
  const { state } = stateFromObjects(before, clockOf(before))
  return settle(model, model.start(state)).state
}

/** A cluster that is not quiet after so long is in a fight that repeats itself: the recorder gave it up too. */
export const recorderPatience: Patience = { ...usualPatience, limitMs: 30_000, stepsMax: 800 }

/**
 * The recorder took a cluster for quiet when nothing had been written for so long. From the first deletion of a scenario
 * on it waited for what terminates as well: a Namespace, five seconds after it was deleted. Until then what the garbage
 * collector had begun to delete of its own was still there.
 */
export const hastyPatience: Patience = { ...recorderPatience, quietMs: 2600 }

export function isHasty(step: TraceStep): boolean {
  return 'request' in step && step.request.verb !== 'delete' && step.request.verb !== 'deletecollection'
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

/** What a step does; none where time passes alone. Bodies still name what they stand for. */
export function actionsOf(step: TraceStep): readonly Action[] {
  if ('request' in step) return [{ type: 'request', as: step.as, request: step.request as never }]
  if ('wait' in step) return []
  return 'operator' in step ? [operator(step.operator)] : 'controllerManager' in step ? restart : []
}

/** The action with what its body names: uids of the objects that are there now, files. */
export function filled(action: Action, state: ClusterState, surroundings: Surroundings): Action {
  if (action.type !== 'request') return action
  const read = (path: string): Json => restored(surroundings.readFile(path) as KubeObject, surroundings)
  const body = fillPlaceholders(action.request.body, state, read)
  return { ...action, request: { ...action.request, ...(body === undefined ? {} : { body }) } }
}

function operator(what: 'stop' | 'start'): Action {
  return { type: 'process', process: 'capsule', running: what === 'start' }
}

const restart: readonly Action[] = [
  { type: 'process', process: 'kube-controller-manager', running: false },
  { type: 'process', process: 'kube-controller-manager', running: true },
]

/** An answer as recordings hold it. */
export function recorded(response: Response | undefined, baseline: readonly KubeObject[]): Response | null {
  if (!response) return null
  const body = response.body as KubeObject
  const { warnings } = response
  return {
    ...response,
    ...(isDefinition(body) ? { body: emptyDefinition(body, baseline) } : {}),
    ...(warnings ? { warnings: warnings.map(quotedInHeader) } : {}),
  }
}

/** Recordings hold a warning as it stands between the quotes of its header. [apimachinery pkg/util/net/http.go makeQuotedString] */
function quotedInHeader(text: string): string {
  return text.replace(/["\\]/g, '\\$&')
}

export function isDefinition(object: KubeObject): boolean {
  return object.kind === 'CustomResourceDefinition'
}
