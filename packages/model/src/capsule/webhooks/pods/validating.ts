import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { allowed } from '../answer.ts'
import { rulesFor } from '../rules/rules-for.ts'
import { containerRegistry } from './container-registry.ts'
import { imagePullPolicy } from './image-pull-policy.ts'
import { priorityClass } from './priority-class.ts'
import type { PodRule } from './review.ts'
import { runtimeClass } from './runtime-class.ts'

/** In upstream's order. [cmd/controller/main.go; extended A1] */
const rules: readonly PodRule[] = [imagePullPolicy, containerRegistry, priorityClass, runtimeClass]

/**
 * What Tenants ask of Pods, whoever creates them; what their rules ask is asked elsewhere, but has to be readable here
 * too. [internal/webhook/pod; extended A0.10, A1]
 */
export function validatePod(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  const pod = request.object
  if (!pod || request.operation === 'DELETE') return allowed
  const { tenant, refusal } = rulesFor(request, state)
  if (refusal) return refusal
  if (!tenant) return allowed
  for (const rule of rules) {
    const answer = rule({ request, state, tenant, pod })
    if (answer) return answer
  }
  return allowed
}
