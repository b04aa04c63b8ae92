import type { AdmissionPlugin, AdmissionRequest, PluginAnswer } from '../../apiserver/admission.ts'
import { forbid, missing } from '../../apiserver/admission-refusal.ts'
import { textAt } from '../../object/json.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { findObject } from '../../state/store.ts'

const immortal: readonly string[] = ['default', 'kube-system', 'kube-public']

/**
 * Nothing is written to a namespace that is not there, nothing is created in one that terminates, and three namespaces
 * may not be deleted. [kubernetes.md 3.2; apiserver plugin/namespace/lifecycle/admission.go:Admit]
 */
export const namespaceLifecycle: AdmissionPlugin = { name: 'NamespaceLifecycle', mutate: admit }

function admit(request: AdmissionRequest, state: ClusterState): PluginAnswer {
  const { operation, type, namespace } = request
  if (type.group === '' && type.resource === 'namespaces') return admitNamespace(request)
  if (namespace === '' || operation === 'DELETE' || isAccessReview(request)) return undefined
  const found = findObject(state, '/namespaces', undefined, namespace)
  if (!found) return missing('namespaces', namespace)
  if (operation !== 'CREATE' || textAt(found, 'status', 'phase') !== 'Terminating') return undefined
  const cause = `unable to create new content in namespace ${namespace} because it is being terminated`
  const message = `namespace ${namespace} is being terminated`
  return forbid(request, cause, [{ reason: 'NamespaceTerminating', message, field: 'metadata.namespace' }])
}

function admitNamespace(request: AdmissionRequest): PluginAnswer {
  const refused = request.operation === 'DELETE' && immortal.includes(request.name)
  return refused ? forbid(request, 'this namespace may not be deleted') : undefined
}

function isAccessReview({ type }: AdmissionRequest): boolean {
  return type.group === 'authorization.k8s.io' && type.resource === 'localsubjectaccessreviews'
}
