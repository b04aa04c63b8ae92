import type { AdmissionChain, AdmissionOutcome, AdmissionPlugin, AdmissionRequest } from '../apiserver/admission.ts'
import type { KubeObject } from '../object/kube-object.ts'
import type { Cluster } from '../state/cluster.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import type { Webhook } from './webhook-configuration.ts'
import { callWebhooks, changedObject, type WebhookServer } from './webhooks.ts'

/** What the chain is made of, in upstream's order. [kubernetes.md 7.1.2] */
export interface ChainParts {
  readonly plugins: readonly AdmissionPlugin[]
  readonly servers: readonly WebhookServer[]
  /** ValidatingAdmissionPolicy: after the plugins, before the validating webhooks */
  readonly policies: AdmissionPlugin
  /** ResourceQuota: last; writes what it charges */
  readonly quota: (request: AdmissionRequest, cluster: Cluster) => AdmissionOutcome
}

/** Two passes over plugins and webhooks. [apiserver pkg/admission/chain.go; kubernetes.md 7.1] */
export function admissionChain(parts: ChainParts): AdmissionChain {
  return {
    mutate(request, cluster, decode) {
      const plugged = runPlugins(parts.plugins, 'mutate', request, cluster.state)
      if ('refusal' in plugged) return plugged
      const hooked = callWebhooks('mutating', parts.servers, { ...request, object: plugged.object }, cluster, {
        decode,
      })
      if ('refusal' in hooked || !changedObject(plugged.object, hooked.object)) return hooked
      return reinvoke(parts, { ...request, object: hooked.object }, hooked.warnings, cluster, decode)
    },
    validate(request, cluster) {
      const plugged = runPlugins([...parts.plugins, parts.policies], 'validate', request, cluster.state)
      if ('refusal' in plugged) return plugged
      const hooked = callWebhooks('validating', parts.servers, request, cluster)
      if ('refusal' in hooked) return hooked
      const charged = parts.quota(request, cluster)
      return { ...charged, warnings: [...plugged.warnings, ...hooked.warnings, ...charged.warnings] }
    },
  }
}

/** A webhook changed the object: plugins look once more, and of the webhooks those that asked for it. [kubernetes.md 7.1.3] */
function reinvoke(
  parts: ChainParts,
  changed: AdmissionRequest,
  warnings: readonly string[],
  cluster: Cluster,
  decode: (object: KubeObject) => KubeObject,
): AdmissionOutcome {
  const plugged = runPlugins(parts.plugins, 'mutate', changed, cluster.state)
  if ('refusal' in plugged) return plugged
  const only = (webhook: Webhook): boolean => webhook.reinvocation
  const again = callWebhooks('mutating', parts.servers, { ...changed, object: plugged.object }, cluster, {
    decode,
    only,
  })
  return { ...again, warnings: [...warnings, ...again.warnings] }
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
