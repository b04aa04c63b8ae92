import type { AdmissionRequest, WebhookAnswer } from '../../apiserver/admission.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import type { ClusterState } from '../../state/cluster-state.ts'

/** What one rule behind a path says: an answer that ends the path, or nothing. [internal/webhook/router.go; extended A0.1] */
export type Rule = (request: AdmissionRequest, state: ClusterState) => WebhookAnswer | undefined

/** The request goes on. */
export const allowed: WebhookAnswer = { allowed: true }

/** A refusal that upstream meant. [pkg/runtime/admission/utils.go:Deny; extended A0.2] */
export function deny(message: string): WebhookAnswer {
  return { allowed: false, code: 403, reason: 'Forbidden', message }
}

/** A refusal because something failed. [pkg/runtime/admission/error.go:ErroredResponse; extended A0.2] */
export function errored(message: string, code = 500): WebhookAnswer {
  return { allowed: false, code, reason: '', message }
}

/** A panic in a handler is recovered into an error. [controller-runtime pkg/webhook/admission/webhook.go; extended A0.3] */
export function panicked(message: string): WebhookAnswer {
  return errored(`panic: ${message} [recovered]`)
}

/** The answer of a mutating path: no object where nothing changed. */
export function mutated(request: AdmissionRequest, object: KubeObject): WebhookAnswer {
  return object === request.object ? allowed : { allowed: true, object }
}

/** The rules in order: the first answer counts, and without one the request is allowed. */
export function firstAnswer(rules: readonly Rule[]): (request: AdmissionRequest, state: ClusterState) => WebhookAnswer {
  return (request, state) => {
    for (const rule of rules) {
      const answer = rule(request, state)
      if (answer) return answer
    }
    return allowed
  }
}
