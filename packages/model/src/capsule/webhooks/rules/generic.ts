import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { type EnforceBody, enforceBodiesOf } from '../../rules/enforcement/enforce-body.ts'
import { type Evaluation, inTurn, nothingSaid } from '../../rules/enforcement/evaluate.ts'
import { routeTypeOf } from '../../rules/enforcement/hostname-values.ts'
import { judgeHostnames } from '../../rules/enforcement/hostnames.ts'
import { judgeMetadata } from '../../rules/enforcement/metadata.ts'
import { judgePod } from '../../rules/enforcement/pods.ts'
import { mutateResources } from '../../rules/enforcement/resource-mutation.ts'
import { judgeService } from '../../rules/enforcement/services.ts'
import { mutateMetadata } from '../../rules/metadata-mutation.ts'
import { allowed, deny, mutated } from '../answer.ts'
import { rulesFor } from './rules-for.ts'

/**
 * Objects get the metadata that the rules of their namespace give them, and new Pods the resources.
 * [rules/generic/mutation; extended A10.15, A10.23]
 */
export function mutateByRules(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  const { object, namespace, operation, type } = request
  if (!object || namespace === '' || operation === 'DELETE') return allowed
  const found = rulesFor(request, state)
  if (found.refusal) return found.refusal
  const labelled = mutateMetadata(object, type, found.bodies)
  const resourced =
    operation === 'CREATE' && isKind(request, 'Pod')
      ? mutateResources(labelled, enforceBodiesOf(found.bodies))
      : labelled
  return mutated(request, resourced)
}

/**
 * Objects keep to the rules of their namespace: metadata, then what their kind is asked. A rule that cannot be evaluated
 * refuses as one that denies. [rules/generic/validation/register.go, cmd/controller/main.go; core C3.3, extended A10]
 */
export function validateByRules(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  const { object, namespace, operation, subresource } = request
  if (!object || namespace === '' || operation === 'DELETE') return allowed
  if (subresource !== '' && !isEphemeralContainers(request)) return allowed
  const found = rulesFor(request, state)
  if (found.refusal) return found.refusal
  const { refusal, audits } = judge(request, object, enforceBodiesOf(found.bodies))
  const answer = refusal === undefined ? allowed : deny(refusal)
  return audits.length === 0 ? answer : { ...answer, audits }
}

function judge(request: AdmissionRequest, object: KubeObject, bodies: readonly EnforceBody[]): Evaluation {
  const { type, subresource } = request
  const routeType = routeTypeOf(type)
  return inTurn([
    () => (subresource === '' ? judgeMetadata(object, type, bodies) : nothingSaid),
    () => (isKind(request, 'Pod') ? judgePod(object, subresource, bodies) : nothingSaid),
    () => (isKind(request, 'Service') ? judgeService(object, bodies) : nothingSaid),
    () => (routeType === undefined ? nothingSaid : judgeHostnames(object, routeType, bodies)),
  ])
}

function isKind({ type }: AdmissionRequest, kind: string): boolean {
  return type.group === '' && type.kind === kind
}

function isEphemeralContainers(request: AdmissionRequest): boolean {
  return isKind(request, 'Pod') && request.subresource === 'ephemeralcontainers'
}
