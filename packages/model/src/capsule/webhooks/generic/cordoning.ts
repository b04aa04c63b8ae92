import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { isCapsuleUser } from '../../tenant/resolve-user.ts'
import { allowed, deny } from '../answer.ts'

/**
 * Capsule users change nothing in a cordoned namespace; administrators among them neither.
 * [internal/webhook/generic/cordoning.go, handlers/in_capsule_groups.go; core W5]
 */
export function validateCordoning(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  if (!isCapsuleUser(state, request.user)) return allowed
  const { namespace, operation, type, name } = request
  return deny(
    `The current namespace '${namespace}' is cordoned. The attempted operation ${operation} for ${type.group}/${type.version}/${type.kind}/${name} is not permitted during cordoning status.`,
  )
}
