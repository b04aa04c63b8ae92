import { type Action, type ClusterState, findObject, type Request, resourceKey } from '@capsule-whatif/model'
import type { ActionText } from '../action/action-text.ts'

/** kubectl apply creates what is absent and patches what is there. [kubernetes.md 8.3] */
export function applyRequest(
  state: ClusterState,
  { resource, object, namespace }: Extract<ActionText, { type: 'apply' }>,
): Request {
  const { group, version, kind } = resource
  const place = {
    group,
    version,
    resource: resource.resource,
    kind,
    ...(resource.namespaced && namespace !== undefined ? { namespace } : {}),
  }
  const { name } = object.metadata
  if (!findObject(state, resourceKey(group, resource.resource), resource.namespaced ? namespace : '', name)) {
    return { verb: 'create', ...place, body: object }
  }
  return { verb: 'patch', ...place, name, patchType: resource.custom ? 'merge' : 'strategic', body: object }
}

/** What switching a process comes to; nothing for other actions. */
export function processActions(action: ActionText): readonly Action[] {
  if (action.type === 'operator')
    return [{ type: 'process', process: action.name ?? 'capsule', running: action.running }]
  if (action.type !== 'controllerManager') return []
  const process = 'kube-controller-manager'
  return [
    { type: 'process', process, running: false },
    { type: 'process', process, running: true },
  ]
}
