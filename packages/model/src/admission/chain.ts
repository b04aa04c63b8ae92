import type { AdmissionChain, AdmissionOutcome, AdmissionPlugin, AdmissionRequest } from '../apiserver/admission.ts'
import { equalJson } from '../object/json.ts'
import type { KubeObject } from '../object/kube-object.ts'
import type { Cluster } from '../state/cluster.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { applyMutatingPolicies } from './policies/mutating-policies.ts'
import { askValidatingPolicies } from './policies/validating-policies.ts'
import type { Webhook } from './webhook-configuration.ts'
import { callWebhooks, type WebhookServer } from './webhooks.ts'

/** What the chain is made of, in upstream's order; policies stand before the webhooks of their pass. [kubernetes.md 7.1.2] */
export interface ChainParts {
  readonly plugins: readonly AdmissionPlugin[]
  readonly servers: readonly WebhookServer[]
  /** ResourceQuota: last; writes what it charges */
  readonly quota: (request: AdmissionRequest, cluster: Cluster) => AdmissionOutcome
}

type Stage = (request: AdmissionRequest) => AdmissionOutcome

/** Two passes over plugins, policies and webhooks. [apiserver pkg/admission/chain.go; kubernetes.md 7.1] */
export function admissionChain(parts: ChainParts): AdmissionChain {
  return {
    mutate: (request, cluster, decode) => mutate(parts, request, cluster, decode),
    validate: (request, cluster) =>
      runStages(request, [
        (given) => runPlugins(parts.plugins, 'validate', given, cluster.state),
        (given) => askValidatingPolicies(given, cluster.state),
        (given) => callWebhooks('validating', parts.servers, given, cluster),
        (given) => parts.quota(given, cluster),
      ]),
  }
}

/**
 * Where a policy or a webhook changed the object, all plugins look once more, and of policies and webhooks those that asked
 * for it. [kubernetes.md 7.1.3]
 */
function mutate(
  parts: ChainParts,
  request: AdmissionRequest,
  cluster: Cluster,
  decode: (object: KubeObject) => KubeObject,
): AdmissionOutcome {
  const plug: Stage = (given) => runPlugins(parts.plugins, 'mutate', given, cluster.state)
  const extend = (again: boolean): readonly Stage[] => [
    (given) => applyMutatingPolicies(given, cluster.state, decode, again),
    (given) =>
      callWebhooks('mutating', parts.servers, given, cluster, { decode, ...(again ? { only: isReinvoked } : {}) }),
  ]
  const plugged = plug(request)
  if ('refusal' in plugged) return plugged
  const first = runStages({ ...request, object: plugged.object }, extend(false))
  if ('refusal' in first || equalJson(plugged.object, first.object)) return first
  const second = runStages({ ...request, object: first.object }, [plug, ...extend(true)])
  return { ...second, ...joinedNotes([first, second]) }
}

function isReinvoked({ reinvocation }: Webhook): boolean {
  return reinvocation
}

/** One stage after the other, each with what the one before made of the object; the first refusal is the last word. */
function runStages(request: AdmissionRequest, stages: readonly Stage[]): AdmissionOutcome {
  const outcomes: AdmissionOutcome[] = []
  let { object } = request
  for (const stage of stages) {
    const outcome = stage({ ...request, object })
    outcomes.push(outcome)
    if ('refusal' in outcome) return { refusal: outcome.refusal, ...joinedNotes(outcomes) }
    object = outcome.object
  }
  return { object, ...joinedNotes(outcomes) }
}

function joinedNotes(outcomes: readonly AdmissionOutcome[]): Pick<AdmissionOutcome, 'warnings' | 'findings'> {
  return {
    warnings: outcomes.flatMap(({ warnings }) => warnings),
    findings: outcomes.flatMap(({ findings = [] }) => findings),
  }
}

function runPlugins(
  plugins: readonly AdmissionPlugin[],
  pass: 'mutate' | 'validate',
  request: AdmissionRequest,
  state: ClusterState,
): AdmissionOutcome {
  let object = request.object
  for (const plugin of plugins) {
    const answer = plugin[pass]?.({ ...request, object }, state)
    if (answer?.refusal) return { refusal: answer.refusal, warnings: [] }
    if (answer?.object) object = answer.object
  }
  return { object, warnings: [] }
}
