import type { AdmissionRequest } from '../../src/apiserver/admission.ts'
import type { ResourceKey } from '../../src/object/gvk.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import type { ResourceType } from '../../src/object/resource-type.ts'
import { type ClusterState, emptyState } from '../../src/state/cluster-state.ts'
import { putObject } from '../../src/state/store.ts'

export function typeOf(group: string, resource: string, kind: string, namespaced = true): ResourceType {
  return { group, version: 'v1', resource, kind, namespaced, verbs: [], custom: false }
}

export const pods: ResourceType = typeOf('', 'pods', 'Pod')
export const configMaps: ResourceType = typeOf('', 'configmaps', 'ConfigMap')
export const namespaces: ResourceType = typeOf('', 'namespaces', 'Namespace', false)
export const claims: ResourceType = typeOf('', 'persistentvolumeclaims', 'PersistentVolumeClaim')
export const services: ResourceType = typeOf('', 'services', 'Service')

export function stateWith(...objects: readonly (readonly [ResourceKey, object])[]): ClusterState {
  let state = emptyState(Date.parse('2026-11-21T10:00:00Z'))
  for (const [resource, object] of objects) state = putObject(state, resource, object as KubeObject)
  return state
}

export function namespaceObject(name: string, phase = 'Active'): readonly [ResourceKey, object] {
  return ['/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name }, spec: {}, status: { phase } }]
}

export function requestOf(
  type: ResourceType,
  object: object | undefined,
  more: Partial<AdmissionRequest> = {},
): AdmissionRequest {
  const kube = object as KubeObject | undefined
  return {
    operation: 'CREATE',
    type,
    subresource: '',
    name: kube?.metadata.name ?? '',
    namespace: kube?.metadata.namespace ?? '',
    user: { user: 'alice', groups: [] },
    object: kube,
    oldObject: undefined,
    dryRun: false,
    ...more,
  }
}
