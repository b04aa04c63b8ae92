import type {
  Action,
  ClusterModel,
  ClusterState,
  Json,
  KubeObject,
  Request,
  Response,
  Step,
} from '@capsule-whatif/model'
import { allObjects, listAt, stateFromObjects, textAt } from '@capsule-whatif/model'
import { type ChosenRun, everyChoice } from '../schedule/choices.ts'
import { type Patience, paces, perform, settle, usualPatience, waitUntil } from '../schedule/likely.ts'
import { emptyDefinition, restoreDefinition } from './emptied.ts'
import { lastMoments } from './moments.ts'
import { type Outcome, outcomeSignature } from './outcome.ts'
import { fillPlaceholders } from './placeholders.ts'
import type { TraceInput, TraceStep } from './trace.ts'

/** What a prediction says of one trace. [TRACES.md, Predictions] */
export interface Prediction {
  readonly name: string
  readonly outcomes: readonly Outcome[]
  readonly exhaustive: boolean
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

/** So many ways are tried that chance may take in one scenario. */
const runsMax = 16

/**
 * Predicts a recorded scenario along the likely schedule: for every way that chance may take on it with controllers that
 * are free, and for the likely one with busy ones.
 */
export function predictTrace(model: ClusterModel, trace: TraceInput, surroundings: Surroundings): Prediction {
  const before = [...surroundings.baseline.map((object) => restored(object, surroundings)), ...trace.before]
  const { state } = stateFromObjects(before, clockOf(before))
  const start = settle(model, model.start(state)).state
  const known = new Set(allObjects(start))
  const run = (lagMs: ClusterState['lagMs'], choicesGiven: readonly number[]): ChosenRun<Followed> =>
    follow(model, { ...start, lagMs, choicesGiven }, trace, surroundings)
  const free = everyChoice((given) => run(paces.prompt, given), runsMax)
  const outcomes = new Map<string, Outcome>()
  const ends = free.results.flatMap(({ ends }) => ends)
  const whenBusy = free.results.some(({ heldNamespace }) => heldNamespace) ? run(paces.busy, []).result.ends : []
  for (const outcome of [...ends, ...whenBusy]) {
    const signature = outcomeSignature(outcome, known)
    if (!outcomes.has(signature)) outcomes.set(signature, outcome)
  }
  return { name: trace.name, outcomes: [...outcomes.values()], exhaustive: false }
}

/** What a scenario came to: its ends, more than one where it never comes to rest. */
interface Followed {
  readonly ends: readonly Outcome[]
  /** whether a namespace was held by finalizers: then the operator's ten-second rule, and so its pace, may decide */
  readonly heldNamespace: boolean
}

/** Follows the likely schedule with what chance is given to decide. */
function follow(
  model: ClusterModel,
  start: ClusterState,
  trace: TraceInput,
  surroundings: Surroundings,
): ChosenRun<Followed> {
  const { baseline } = surroundings
  const responses: (Response | null)[] = []
  let current = start
  let ends: readonly ClusterState[] = []
  let patience = hastyPatience
  let heldNamespace = false
  for (const step of trace.steps) {
    if (!isHasty(step)) patience = recorderPatience
    const done = play(model, current, step, surroundings)
    responses.push(done.response)
    if (step.settled === undefined) {
      current = done.state
      ends = []
      continue
    }
    const run = settle(model, done.state, patience)
    heldNamespace ||= run.steps.some(holdsNamespace)
    current = run.state
    ends = run.settled || step.settled ? [current] : lastMoments(run)
  }
  if (ends.length === 0) ends = [settle(model, current, recorderPatience).state]
  const recordedObject = (object: KubeObject): KubeObject =>
    isDefinition(object) ? emptyDefinition(object, baseline) : object
  const outcomes = ends.map((end) => ({ responses, after: allObjects(end).map(recordedObject) }))
  return { result: { ends: outcomes, heldNamespace }, made: (ends.at(-1) ?? current).choicesMade }
}

/** Whether a namespace was found to wait for finalizers of its content. */
function holdsNamespace({ events }: Step): boolean {
  return events.some(
    ({ resource, object }) => resource === '/namespaces' && listAt(object, 'status', 'conditions').some(isHeld),
  )
}

function isHeld(condition: Json): boolean {
  return textAt(condition, 'type') === 'NamespaceFinalizersRemaining' && textAt(condition, 'status') === 'True'
}

/** A cluster that is not quiet after so long is in a fight that repeats itself: the recorder gave it up too. */
const recorderPatience: Patience = { ...usualPatience, limitMs: 30_000, stepsMax: 800 }

/**
 * The recorder took a cluster for quiet when nothing had been written for so long. From the first deletion of a scenario
 * on it waited for what terminates as well: a Namespace, five seconds after it was deleted. Until then what the garbage
 * collector had begun to delete of its own was still there.
 */
const hastyPatience: Patience = { ...recorderPatience, quietMs: 2600 }

function isHasty(step: TraceStep): boolean {
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

function isDefinition(object: KubeObject): boolean {
  return object.kind === 'CustomResourceDefinition'
}
