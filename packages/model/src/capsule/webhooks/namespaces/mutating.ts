import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import { equalJson } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { tenantByLabel } from '../../tenant/resolve-tenant.ts'
import { resolveUser } from '../../tenant/resolve-user.ts'
import { allowed, errored, mutated } from '../answer.ts'
import type { Caller } from './choose-tenant.ts'
import { metadataOnCreate, metadataOnUpdate } from './metadata.ts'
import { assignOnCreate, assignOnUpdate, type Step } from './owner-reference.ts'
import { rulesMetadata } from './rules-metadata.ts'
import { isTerminatingNamespace } from './terminating.ts'

/** Assigns Namespaces of administrators and Capsule users to Tenants. [namespace/mutation/handler.go; core N3, N5.1] */
export function mutateNamespace(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  const namespace = request.object
  const caller: Caller = { info: request.user, type: resolveUser(state, request.user) }
  if (!namespace || request.operation === 'DELETE') return allowed
  if (request.operation === 'CREATE')
    return caller.type === 'Unknown' ? allowed : onCreate(request, state, namespace, caller)
  const oldNamespace = request.oldObject
  if (!oldNamespace || request.subresource !== '') return allowed
  if (isTerminatingNamespace(namespace) || isTerminatingNamespace(oldNamespace)) return allowed
  return caller.type === 'Unknown' ? allowed : onUpdate(request, state, namespace, oldNamespace, caller)
}

/** An administrator's Namespace without the label stays outside Capsule. [core N3.2, N3.3, N3.10] */
function onCreate(
  request: AdmissionRequest,
  state: ClusterState,
  namespace: KubeObject,
  caller: Caller,
): WebhookAnswer {
  const labelled = tenantByLabel(state, namespace)
  if (labelled.error !== undefined) return errored(labelled.error)
  if (!labelled.tenant && caller.type === 'Admin') return allowed
  return through(request, namespace, [
    (current) => assignOnCreate(state, current, caller),
    (current) => metadataOnCreate(state, current, caller),
    (current) => rulesMetadata(request, state, current),
  ])
}

/** The rules' metadata is worked out on the old object, so that only its errors count. [core N5.5, S7] */
function onUpdate(
  request: AdmissionRequest,
  state: ClusterState,
  namespace: KubeObject,
  oldNamespace: KubeObject,
  caller: Caller,
): WebhookAnswer {
  return through(request, namespace, [
    (current) => assignOnUpdate(state, current, oldNamespace, caller),
    (current) => metadataOnUpdate(state, current, oldNamespace, caller),
    (current) => {
      const { refusal } = rulesMetadata(request, state, oldNamespace)
      return refusal ? { refusal } : { namespace: current }
    },
  ])
}

function through(
  request: AdmissionRequest,
  namespace: KubeObject,
  handlers: readonly ((namespace: KubeObject) => Step)[],
): WebhookAnswer {
  let current = namespace
  for (const handler of handlers) {
    const step = handler(current)
    if (step.refusal) return step.refusal
    current = step.namespace
  }
  return equalJson(current, namespace) ? allowed : mutated(request, current)
}
