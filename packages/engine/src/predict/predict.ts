import {
  type Action,
  type ClusterModel,
  type ClusterState,
  findObject,
  type KubeObject,
  listAt,
  type Request,
  type Response,
  resourceKey,
  type Step,
  textAt,
  type UserInfo,
} from '@capsule-whatif/model'
import { type AccessDecision, accessDecision } from '../access/access-decision.ts'
import type { ActionText } from '../action/action-text.ts'
import { type Patience, paces, perform, settle, usualPatience, waitUntil } from '../schedule/likely.ts'
import { causesOf, requestText } from './causes.ts'
import { effectsBetween } from './effects.ts'
import type { ActionOutcome, Answer, Effect, Refusal } from './prediction.ts'
import { type QuietCluster, type QuietOptions, quietCluster, stepFindings } from './quiet-cluster.ts'
import { applyRequest, processActions } from './sent-requests.ts'
import { strugglesOf } from './struggles.ts'

/** One thing to do: as it was written, what it means, and who asks. */
export interface PredictedAction {
  readonly text: string
  readonly actions: readonly ActionText[]
  readonly user: UserInfo
}

/** How the cluster is started before the first action. */
export type PredictOptions = QuietOptions

/** A request's answer, and what the authorizer said of it. */
interface Asked {
  readonly response: Response
  readonly decision: AccessDecision
}

interface Progress {
  readonly model: ClusterModel
  readonly patience: Patience
  state: ClusterState
  readonly steps: Step[]
  readonly outcomes: ActionOutcome[]
  readonly refusals: Refusal[]
  settled: boolean
}

/**
 * What happens to a cluster that holds these objects when the actions are taken, one after the other, each once the
 * cluster is quiet after the one before. Follows the likely schedule: other orders may end otherwise.
 */
export function predict(
  objects: readonly KubeObject[],
  actions: readonly PredictedAction[],
  options: PredictOptions = {},
): Answer {
  return predictFrom(quietCluster(objects, options), actions, options.patience).answer
}

/** A prediction with what it rests on, for asking on. */
export interface Prediction {
  readonly answer: Answer
  /** the cluster once it is quiet after the last action */
  readonly state: ClusterState
  readonly steps: readonly Step[]
}

/** The same on a cluster that is quiet already: of one cluster many things can be asked. */
export function predictFrom(
  quiet: QuietCluster,
  actions: readonly PredictedAction[],
  patience: Patience = usualPatience,
): Prediction {
  const { model, state } = quiet
  const progress = takeActions(model, state, actions, patience)
  const effects = effectsOf(state, progress)
  const audits = progress.steps.flatMap((step) => step.audits ?? [])
  const lastWrite = progress.steps.findLast((step) => step.events.length > 0)?.at ?? state.clock
  const answer: Answer = {
    actions: progress.outcomes,
    refusals: progress.refusals,
    effects,
    instead: effects.some(isHeldNamespace) ? differing(effects, effectsWhenBusy(model, state, actions, patience)) : [],
    struggles: strugglesOf(progress.steps),
    ...(audits.length === 0 ? {} : { audits }),
    findings: [...new Set([...quiet.findings, ...stepFindings(progress.steps)])],
    pending: quiet.pending,
    seconds: (lastWrite - state.clock) / 1000,
    settled: progress.settled,
  }
  return { answer, state: progress.state, steps: progress.steps }
}

function takeActions(
  model: ClusterModel,
  state: ClusterState,
  actions: readonly PredictedAction[],
  patience: Patience,
): Progress {
  const progress: Progress = { model, patience, state, steps: [], outcomes: [], refusals: [], settled: true }
  actions.forEach((action, index) => {
    takeAction(progress, action, index + 1)
  })
  return progress
}

function effectsOf(start: ClusterState, { state, steps }: Progress): readonly Effect[] {
  return effectsBetween(start, state, causesOf(steps))
}

/** Where a namespace is held, the operator's ten-second rule decides, and so does how busy it is. [capsule-core.md R4.8, R4.11] */
function isHeldNamespace({ outcome, kind }: Effect): boolean {
  return outcome === 'held' && kind === 'Namespace'
}

function effectsWhenBusy(
  model: ClusterModel,
  quiet: ClusterState,
  actions: readonly PredictedAction[],
  patience: Patience,
): readonly Effect[] {
  return effectsOf(quiet, takeActions(model, { ...quiet, lagMs: paces.busy }, actions, patience))
}

/** Effects of another run that this one does not have. */
function differing(effects: readonly Effect[], others: readonly Effect[]): readonly Effect[] {
  const text = ({ outcome, kind, namespace, name }: Effect): string => `${outcome} ${kind} ${namespace ?? ''}/${name}`
  const known = new Set(effects.map(text))
  return others.filter((effect) => !known.has(text(effect)))
}

function takeAction(progress: Progress, action: PredictedAction, number: number): void {
  const asked: Asked[] = []
  for (const one of action.actions) asked.push(...takeOne(progress, one, action.user, number))
  const run = settle(progress.model, progress.state, progress.patience)
  progress.steps.push(...run.steps)
  progress.state = run.state
  progress.settled &&= run.settled
  const last = asked.at(-1)
  progress.outcomes.push({
    action: number,
    text: action.text,
    refused: asked.some(({ response }) => response.code >= 400),
    ...(last ? { code: last.response.code, body: last.response.body } : {}),
    ...(last?.decision.decidedBy ? { decidedBy: last.decision.decidedBy } : {}),
    ...(last?.response.warnings ? { warnings: last.response.warnings } : {}),
  })
}

function takeOne(progress: Progress, action: ActionText, user: UserInfo, number: number): readonly Asked[] {
  if (action.type === 'wait') {
    const run = waitUntil(progress.model, progress.state, progress.state.clock + action.milliseconds)
    progress.steps.push(...run.steps)
    progress.state = run.state
    return []
  }
  const process = processActions(action)
  for (const each of process) apply(progress, each)
  if (process.length > 0) return []
  if (action.type === 'request' && action.unlessSet && refuseOverwrite(progress, action, user, number)) return []
  return requestsOf(progress, action, user, number).map((request) => ask(progress, request, user, number))
}

/** Without --overwrite, kubectl itself refuses to change a label or annotation that has another value. */
function refuseOverwrite(
  progress: Progress,
  action: Extract<ActionText, { type: 'request' }>,
  user: UserInfo,
  number: number,
): boolean {
  const { request, unlessSet } = action
  const place = resourceKey(request.group, request.resource)
  const object = findObject(
    progress.state,
    place,
    request.resource === 'namespaces' ? '' : request.namespace,
    request.name ?? '',
  )
  const present = object && unlessSet ? (object.metadata[unlessSet.field] ?? {}) : {}
  const set = Object.entries(unlessSet?.values ?? {}).find(
    ([key, value]) => present[key] !== undefined && present[key] !== value,
  )
  if (!set) return false
  const message = `'${set[0]}' already has a value (${present[set[0]]}), and --overwrite is false`
  progress.refusals.push({
    action: number,
    user: user.user,
    request: requestText(request),
    code: 0,
    reason: 'kubectl',
    message,
  })
  return true
}

/** The requests that kubectl sends for an action, some of which it decides on by looking first. */
function requestsOf(progress: Progress, action: ActionText, user: UserInfo, number: number): readonly Request[] {
  if (action.type === 'request') return [action.request]
  if (action.type === 'apply') return [applyRequest(progress.state, action)]
  if (action.type !== 'deleteListed') return []
  const listed = ask(progress, action.list, user, number)
  return listAt(listed.response.body, 'items').map((item) => {
    const namespace = textAt(item, 'metadata', 'namespace')
    const name = textAt(item, 'metadata', 'name') ?? ''
    return { ...action.request, name, ...(namespace === undefined ? {} : { namespace }) }
  })
}

function ask(progress: Progress, request: Request, user: UserInfo, number: number): Asked {
  const decision = accessDecision(progress.state, user, request)
  const step = apply(progress, { type: 'request', as: user, request })
  const response = step?.response ?? { code: 500, body: {} }
  if (response.code >= 400) {
    const reason = textAt(response.body, 'reason') ?? ''
    const message = textAt(response.body, 'message') ?? textAt(response.body, 'text') ?? ''
    progress.refusals.push({
      action: number,
      user: user.user,
      request: requestText(request),
      code: response.code,
      reason,
      message,
      ...(decision.allowed && !decision.decidedBy ? {} : { decision }),
    })
  }
  return { response, decision }
}

function apply(progress: Progress, action: Action): Step | undefined {
  const run = perform(progress.model, progress.state, action)
  progress.steps.push(...run.steps)
  progress.state = run.state
  return run.steps[0]
}
