import {
  type ClusterModel,
  type ClusterState,
  proxiedAnswer,
  proxyRequest,
  type Request,
  type Response,
  type UserInfo,
} from '@capsule-whatif/model'
import { type AccessDecision, accessDecision } from '../access/access-decision.ts'
import { perform, settle, usualPatience } from '../schedule/likely.ts'
import { errorText } from './error-text.ts'
import type { Ended, KubectlOptions, KubectlRequest, KubectlRun, PrintedLine } from './kubectl-run.ts'
import { requestLine } from './request-line.ts'

/** A command of kubectl under way: it sends requests, one after the other, and prints. Lives no longer than the command. */
export interface KubectlSession {
  readonly model: ClusterModel
  readonly user: UserInfo
  readonly options: KubectlOptions
  state: ClusterState
  readonly printed: PrintedLine[]
  readonly requests: KubectlRequest[]
}

export function openSession(
  model: ClusterModel,
  state: ClusterState,
  user: UserInfo,
  options: KubectlOptions,
): KubectlSession {
  return { model, state, user, options, printed: [], requests: [] }
}

export function print(session: KubectlSession, stream: PrintedLine['stream'], text: string): void {
  session.printed.push({ stream, text })
}

/** Sends a request, directly or through Capsule Proxy, and notes what decided about it. */
export function send(session: KubectlSession, request: Request): Response {
  const sent = exchange(session, request)
  session.requests.push(sent)
  return sent.response
}

/** The same request again, after time has passed. */
export function sendAgain(session: KubectlSession, request: Request): Response {
  const sent = exchange(session, request)
  session.requests.push({ ...sent, again: true })
  return sent.response
}

function exchange(session: KubectlSession, request: Request): KubectlRequest {
  const { options, user } = session
  return options.through === 'proxy' ? sendThroughProxy(session, request) : sendAs(session, request, user)
}

function sendAs(session: KubectlSession, request: Request, user: UserInfo): KubectlRequest {
  const decision = accessDecision(session.state, user, request)
  const response = answerOf(session, request, user)
  return { line: requestLine(request), request, response, decision }
}

function sendThroughProxy(session: KubectlSession, request: Request): KubectlRequest {
  const { user, options } = session
  const proxied = proxyRequest(session.state, user, request, options.proxy)
  const line = requestLine(request)
  if (proxied.sentAs === 'nobody') return { line, request, response: proxied.response, proxied }
  const isAssumed = proxied.sentAs === 'proxy' && proxied.as.groups.includes('system:masters')
  const decision = isAssumed ? assumedRights : accessDecision(session.state, proxied.as, proxied.request)
  const answer = answerOf(session, proxied.request, proxied.as)
  const response = proxiedAnswer(session.state, user, request, answer, options.proxy)
  return { line, request, response, decision, proxied }
}

/** [capsule-proxy charts/capsule-proxy; extended E1.2] */
const assumedRights: AccessDecision = {
  allowed: true,
  text: 'allowed: Capsule Proxy may read everything, as its chart sets it up (assumed)',
}

function answerOf(session: KubectlSession, request: Request, as: UserInfo): Response {
  const run = perform(session.model, session.state, { type: 'request', as, request })
  session.state = run.state
  return run.steps[0]?.response ?? { code: 500, body: {} }
}

/** Prints a failed answer, and that is the end. */
export function failed(session: KubectlSession, response: Response): Ended {
  print(session, 'stderr', errorText(response))
  return { end: 'failed', exitCode: 1, at: session.state.clock, why: `the request was refused with ${response.code}` }
}

/** The session as a whole, once the cluster is quiet after it. */
export function runOf(session: KubectlSession, before: ClusterState, { end, exitCode, at, why }: Ended): KubectlRun {
  return {
    through: session.options.through,
    printed: session.printed,
    requests: session.requests,
    end,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(at === undefined ? {} : { seconds: (at - before.clock) / 1000 }),
    why,
    state: settle(session.model, session.state, usualPatience).state,
    notes: notesOf(session),
  }
}

function notesOf({ options, requests }: KubectlSession): readonly string[] {
  if (options.through !== 'proxy') return []
  const notModelled = requests.flatMap(({ proxied }) => proxied?.notModelled ?? [])
  const basis = 'What Capsule Proxy does is said as its specification and source say it: there are no recordings of it.'
  return [basis, ...[...new Set(notModelled)].map((what) => `Not modelled or assumed: ${what}.`)]
}
