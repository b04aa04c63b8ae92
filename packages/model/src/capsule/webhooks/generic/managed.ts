import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { findObject } from '../../../state/store.ts'
import { namespacesKey } from '../../tenant/constants.ts'
import { resolveUser } from '../../tenant/resolve-user.ts'
import { allowed, deny } from '../answer.ts'
import { isTerminatingNamespace } from '../namespaces/terminating.ts'

/**
 * What Capsule manages is created, changed and deleted by administrators alone; where the Namespace terminates or is
 * gone, everybody may delete it. [internal/webhook/generic/managed.go; core W4]
 */
export function validateManaged(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  if (resolveUser(state, request.user) === 'Admin') return allowed
  if (request.operation === 'DELETE' && request.namespace !== '' && isGoing(state, request.namespace)) return allowed
  return deny('Labeling resources as controller managed can only be done by the controller or administrators')
}

function isGoing(state: ClusterState, name: string): boolean {
  const namespace = findObject(state, namespacesKey, undefined, name)
  return !namespace || isTerminatingNamespace(namespace)
}
