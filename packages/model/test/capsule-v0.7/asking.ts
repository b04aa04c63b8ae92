import type { AdmissionRequest, WebhookAnswer } from '../../src/apiserver/admission.ts'
import { capsule07Handlers } from '../../src/capsule/v0.7/webhooks/index.ts'
import type { JsonObject } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import type { ClusterState } from '../../src/state/cluster-state.ts'
import { objectOf, verdictOf } from '../capsule/webhook-world.ts'

/** The configuration that the chart of v0.7.4 makes. */
export function configuration07(spec: JsonObject = {}): KubeObject {
  return objectOf('CapsuleConfiguration', 'default', { spec: { userGroups: ['projectcapsule.dev'], ...spec } })
}

export function answer07(path: string, request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  const handler = capsule07Handlers[path]
  if (!handler) throw new Error(`nothing serves ${path}`)
  return handler(request, state)
}

/** The verdict of one webhook: `allowed`, or `<code> <message>`. */
export function ask07(path: string, request: AdmissionRequest, state: ClusterState): string {
  return verdictOf(answer07(path, request, state))
}
