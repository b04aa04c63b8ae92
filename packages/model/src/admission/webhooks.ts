import type { AdmissionOutcome, AdmissionRequest, HookWrite, WebhookAnswer } from '../apiserver/admission.ts'
import { servedVersionsOf } from '../apiserver/discovery.ts'
import type { KubeObject } from '../object/kube-object.ts'
import { badRequest, forbidden, internalError, type Refusal } from '../object/status-errors.ts'
import { type Audit, type Cluster, choose, writeChanged } from '../state/cluster.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { findObject } from '../state/store.ts'
import { justDeletedWebhooksOf, type Webhook, type WebhookKind, webhooksOf } from './webhook-configuration.ts'
import { isExempt, matchWebhook } from './webhook-matching.ts'

/** Who answers webhooks. */
export interface WebhookServer {
  /** Answers for a webhook that this server serves; `undefined` where the webhook is not one of its. */
  answer(webhook: Webhook, request: AdmissionRequest, state: ClusterState): WebhookAnswer | 'unreachable' | undefined
}

interface CallOptions {
  /** which of the webhooks are asked; all where nothing is said */
  readonly only?: (webhook: Webhook) => boolean
  /** what is made of an object that a webhook changed */
  readonly decode?: (object: KubeObject) => KubeObject
}

/**
 * Sends a request to all webhooks that match; what they write is in the cluster. Those that mutate are asked one after the
 * other, up to the first that refuses. Those that validate are asked all at once: each is asked and heard, whoever refuses.
 * [apiserver pkg/admission/plugin/webhook/mutating/dispatcher.go, validating/dispatcher.go; kubernetes.md 7.2.8, 7.4]
 */
export function callWebhooks(
  kind: WebhookKind,
  servers: readonly WebhookServer[],
  request: AdmissionRequest,
  cluster: Cluster,
  options: CallOptions = {},
): AdmissionOutcome {
  if (isExempt(request.type)) return { object: request.object, warnings: [] }
  return kind === 'mutating'
    ? callInTurn(servers, request, cluster, options)
    : callAtOnce(servers, request, cluster, options)
}

function callInTurn(
  servers: readonly WebhookServer[],
  request: AdmissionRequest,
  cluster: Cluster,
  { only, decode }: CallOptions,
): AdmissionOutcome {
  const heard = { warnings: [] as string[], findings: [] as string[] }
  let object = request.object
  for (const webhook of candidates('mutating', request, cluster, only)) {
    const outcome = callMatching(webhook, servers, { ...request, object }, cluster)
    if (outcome === undefined) continue
    hear(heard, outcome)
    if ('refusal' in outcome) return { refusal: outcome.refusal, ...heard }
    if (outcome.object !== object) object = outcome.object && decode ? decode(outcome.object) : outcome.object
  }
  return { object, ...heard }
}

/** Of several that refuse, the one that answers first has the say: here the first in order, since most take as long. */
function callAtOnce(
  servers: readonly WebhookServer[],
  request: AdmissionRequest,
  cluster: Cluster,
  { only }: CallOptions,
): AdmissionOutcome {
  const heard = { warnings: [] as string[], findings: [] as string[] }
  let refusal: Refusal | undefined
  for (const webhook of candidates('validating', request, cluster, only)) {
    const outcome = callMatching(webhook, servers, request, cluster)
    if (outcome === undefined) continue
    hear(heard, outcome)
    if ('refusal' in outcome) refusal ??= outcome.refusal
  }
  return refusal ? { refusal, ...heard } : { object: request.object, ...heard }
}

function hear(heard: { readonly warnings: string[]; readonly findings: string[] }, outcome: AdmissionOutcome): void {
  heard.warnings.push(...outcome.warnings)
  heard.findings.push(...(outcome.findings ?? []))
}

interface Candidate {
  readonly webhook: Webhook
  /** in which the API server knows what is asked about */
  readonly versions: readonly string[]
  /** its configuration was deleted a moment ago, and may still be in force */
  readonly deleted: boolean
}

function candidates(
  kind: WebhookKind,
  { type }: AdmissionRequest,
  { state }: Cluster,
  only: CallOptions['only'],
): readonly Candidate[] {
  const versions = servedVersionsOf(state, type)
  return [
    ...webhooksOf(state, kind).map((webhook) => ({ webhook, versions, deleted: false })),
    ...justDeletedWebhooksOf(state, kind).map((webhook) => ({ webhook, versions, deleted: true })),
  ].filter(({ webhook }) => !only || only(webhook))
}

/** Nothing where the webhook is not asked. */
function callMatching(
  { webhook, versions, deleted }: Candidate,
  servers: readonly WebhookServer[],
  request: AdmissionRequest,
  cluster: Cluster,
): AdmissionOutcome | undefined {
  const match = matchWebhook(webhook, request, cluster.state, versions)
  if ('error' in match) {
    if (webhook.failurePolicy === 'Ignore') return undefined
    return { refusal: forbidden(request.type, request.name, match.error), warnings: [] }
  }
  if (!match.called || (deleted && choose(cluster, 2) === 0)) return undefined
  const outcome = callWebhook(webhook, servers, request, cluster)
  return { ...outcome, findings: [...(match.findings ?? []), ...(outcome.findings ?? [])] }
}

function callWebhook(
  webhook: Webhook,
  servers: readonly WebhookServer[],
  request: AdmissionRequest,
  cluster: Cluster,
): AdmissionOutcome {
  if (request.dryRun && webhook.sideEffects !== 'None' && webhook.sideEffects !== 'NoneOnDryRun') {
    return { refusal: badRequest(`admission webhook "${webhook.name}" does not support dry run`), warnings: [] }
  }
  const answer = firstAnswer(webhook, servers, request, cluster.state)
  if (answer === undefined) {
    const finding = `not modelled: webhook ${webhook.name}, taken to allow`
    return { object: request.object, warnings: [], findings: [finding] }
  }
  if (answer === 'unreachable') return unreachable(webhook, request)
  const warnings = answer.warnings ?? []
  cluster.audits.push(...auditsOf(answer, request))
  if (!answer.allowed) return { refusal: denied(webhook, answer), warnings }
  for (const write of answer.writes ?? []) store(cluster, write)
  return { object: answer.object ?? request.object, warnings }
}

function auditsOf({ audits = [] }: WebhookAnswer, { user, type, namespace, name }: AdmissionRequest): readonly Audit[] {
  return audits.map((message) => ({ user: user.user, kind: type.kind, namespace, name, message }))
}

function store(cluster: Cluster, { resource, object }: HookWrite): void {
  const { namespace, name } = object.metadata
  const old = findObject(cluster.state, resource, namespace, name)
  if (old) writeChanged(cluster, resource, object, old)
}

function firstAnswer(
  webhook: Webhook,
  servers: readonly WebhookServer[],
  request: AdmissionRequest,
  state: ClusterState,
): WebhookAnswer | 'unreachable' | undefined {
  for (const server of servers) {
    const answer = server.answer(webhook, request, state)
    if (answer !== undefined) return answer
  }
  return undefined
}

/** Nobody listens where the webhook's server should: refused, unless the webhook says that it does not matter. [kubernetes.md 7.4.2] */
function unreachable(webhook: Webhook, request: AdmissionRequest): AdmissionOutcome {
  if (webhook.failurePolicy === 'Ignore') return { object: request.object, warnings: [] }
  const host = webhook.url.replace(/^https:\/\//, '').replace(/\/.*$/, '')
  const post = `Post "${webhook.url}?timeout=${webhook.timeoutSeconds}s": dial tcp ${host}: connect: connection refused`
  return {
    refusal: internalError(`failed calling webhook "${webhook.name}": failed to call webhook: ${post}`),
    warnings: [],
  }
}

/** [apiserver pkg/admission/plugin/webhook/errors/statuserror.go; kubernetes.md 7.4.1] */
function denied(webhook: Webhook, answer: Extract<WebhookAnswer, { allowed: false }>): Refusal {
  const denial = `admission webhook "${webhook.name}" denied the request`
  const message = answer.message
    ? `${denial}: ${answer.message}`
    : answer.reason
      ? `${denial}: ${answer.reason}`
      : `${denial} without explanation`
  const code = Math.max(answer.code, 400)
  const reason = answer.reason === '' ? {} : { reason: answer.reason }
  return { code, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, ...reason, code } }
}
