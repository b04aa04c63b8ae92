import {
  type ClusterModel,
  type ClusterState,
  isSuccess,
  type Request,
  type Response,
  type Step,
  textAt,
  type UserInfo,
} from '@capsule-whatif/model'
import { type AccessDecision, accessDecision } from '../access/access-decision.ts'
import { requestLine } from '../kubectl/request-line.ts'
import { type Patience, perform, type Run, settle, waitUntil } from '../schedule/likely.ts'
import type { FieldPath } from '../snapshot/field-origin.ts'
import type { Origin } from '../snapshot/source-text.ts'
import type { Manifest } from './manifest-set.ts'
import type { ItemResult, ObjectName, PlanFinding, PlanItem, SentRequest } from './plan.ts'

/** A client at work on a set of manifests: what it sent so far and what came of it. Lives no longer than the plan. */
export interface PlanSession {
  readonly model: ClusterModel
  readonly user: UserInfo
  readonly patience: Patience
  state: ClusterState
  settled: boolean
  readonly steps: Step[]
  readonly items: PlanItem[]
  readonly findings: PlanFinding[]
  /** by the number of the step of a request: the manifest that it was sent for */
  readonly originByStep: Map<number, Origin | undefined>
}

/** One object of the set while the client is about it. */
export interface Task {
  readonly object: ObjectName
  readonly origin?: Origin
  readonly fieldOrigin?: (path: FieldPath) => Origin
  readonly requests: SentRequest[]
}

export function openPlanSession(
  model: ClusterModel,
  state: ClusterState,
  user: UserInfo,
  patience: Patience,
): PlanSession {
  return {
    model,
    user,
    patience,
    state,
    settled: true,
    steps: [],
    items: [],
    findings: [],
    originByStep: new Map(),
  }
}

/** A task for an object that no manifest is about, or that only stands somewhere. */
export function taskFor(object: ObjectName, origin: Origin | undefined): Task {
  return origin === undefined ? { object, requests: [] } : { object, origin, requests: [] }
}

export function taskOf(object: ObjectName, { origin, fieldOrigin }: Manifest): Task {
  return { object, origin, ...(fieldOrigin === undefined ? {} : { fieldOrigin }), requests: [] }
}

/** Sends a request for an object. What controllers had to do by then is done first. */
export function send(session: PlanSession, task: Task, request: Request): Response {
  take(session, waitUntil(session.model, session.state, session.state.clock))
  const run = perform(session.model, session.state, { type: 'request', as: session.user, request })
  take(session, run)
  const [step] = run.steps
  if (step !== undefined) session.originByStep.set(step.number, task.origin)
  const response = step?.response ?? { code: 500, body: {} }
  task.requests.push(sentRequest(request, response))
  return response
}

/** What the authorizer says of a request at this time. */
export function decisionOn(session: PlanSession, request: Request): AccessDecision {
  return accessDecision(session.state, session.user, request)
}

function sentRequest(request: Request, response: Response): SentRequest {
  const { code, body, warnings = [] } = response
  const line = requestLine(request)
  const told = warnings.length === 0 ? {} : { warnings }
  if (isSuccess(response)) return { line, code, ...told }
  return { line, code, reason: textAt(body, 'reason') ?? '', message: messageOf(response), ...told }
}

export function messageOf({ body }: Response): string {
  return textAt(body, 'message') ?? textAt(body, 'text') ?? ''
}

export function take(session: PlanSession, run: Run): void {
  session.steps.push(...run.steps)
  session.state = run.state
}

/** Waits until the cluster is quiet. */
export function rest(session: PlanSession): void {
  const run = settle(session.model, session.state, session.patience)
  take(session, run)
  session.settled &&= run.settled
}

/** What the client reports of an object, once it is done with it. */
export function report(session: PlanSession, task: Task, result: ItemResult, why?: string): void {
  session.items.push({
    ...task.object,
    result,
    ...(task.origin === undefined ? {} : { origin: task.origin }),
    requests: task.requests,
    ...(why === undefined ? {} : { why }),
  })
}

/** A refusal of the API server, as a finding at the manifest that it is about. */
export function refusal(session: PlanSession, task: Task, request: Request, response: Response): void {
  const reason = textAt(response.body, 'reason') ?? ''
  const status = reason === '' ? String(response.code) : `${response.code} ${reason}`
  const { text, allowed } = decisionOn(session, request)
  const rule = allowed ? '' : ` (${text})`
  session.findings.push({
    rule: 'request-refused',
    severity: 'danger',
    message: `${requestLine(request)}: ${status}: ${messageOf(response)}${rule}`,
    object: task.object,
    ...originOfRefusal(task, response),
  })
  report(session, task, 'refused')
}

/** The field that the API server names first, where it names one; else the object. */
function originOfRefusal({ origin, fieldOrigin }: Task, { body }: Response): { readonly origin?: Origin } {
  const field = textAt(body, 'details', 'causes', 0, 'field')
  if (field !== undefined && fieldOrigin !== undefined) return { origin: fieldOrigin(pathOfField(field)) }
  return origin === undefined ? {} : { origin }
}

/** `spec.owners[0].name`, as messages write paths. [apimachinery pkg/util/validation/field/path.go] */
export function pathOfField(field: string): FieldPath {
  return [...field.matchAll(/[^.[\]]+|\[([^\]]*)\]/g)].map(([text, inner]) => {
    if (inner === undefined) return text
    return /^\d+$/.test(inner) ? Number(inner) : inner
  })
}
