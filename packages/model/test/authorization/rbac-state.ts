import { resourceKey } from '../../src/object/gvk.ts'
import type { JsonObject } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import type { UserInfo } from '../../src/request/request.ts'
import { type ClusterState, emptyState } from '../../src/state/cluster-state.ts'
import { putObject } from '../../src/state/store.ts'

export const group = 'rbac.authorization.k8s.io'

/** A state that holds just these RBAC objects. */
export function stateOf(...objects: readonly KubeObject[]): ClusterState {
  const place = (object: KubeObject) => resourceKey(group, `${object.kind.toLowerCase()}s`)
  return objects.reduce((state, object) => putObject(state, place(object), object), emptyState(0))
}

export function clusterRole(name: string, rules: readonly JsonObject[], more: JsonObject = {}): KubeObject {
  return { apiVersion: `${group}/v1`, kind: 'ClusterRole', metadata: { name }, rules, ...more }
}

export function role(namespace: string, name: string, rules: readonly JsonObject[]): KubeObject {
  return { apiVersion: `${group}/v1`, kind: 'Role', metadata: { name, namespace }, rules }
}

/** `to('view')` is the ClusterRole view, `to('Role x')` the Role x. */
function to(roleRef: string): JsonObject {
  const [kind = '', name = ''] = roleRef.includes(' ') ? roleRef.split(' ') : ['ClusterRole', roleRef]
  return { apiGroup: group, kind, name }
}

export function clusterRoleBinding(name: string, roleRef: string, ...subjects: readonly JsonObject[]): KubeObject {
  return { apiVersion: `${group}/v1`, kind: 'ClusterRoleBinding', metadata: { name }, roleRef: to(roleRef), subjects }
}

export function roleBinding(
  namespace: string,
  name: string,
  roleRef: string,
  ...subjects: readonly JsonObject[]
): KubeObject {
  const metadata = { name, namespace }
  return { apiVersion: `${group}/v1`, kind: 'RoleBinding', metadata, roleRef: to(roleRef), subjects }
}

export const toUser = (name: string): JsonObject => ({ apiGroup: group, kind: 'User', name })
export const toGroup = (name: string): JsonObject => ({ apiGroup: group, kind: 'Group', name })

export function user(name: string, ...groups: readonly string[]): UserInfo {
  return { user: name, groups: [...groups, 'system:authenticated'] }
}

export const rule = (verbs: string, apiGroup: string, resources: string, ...resourceNames: string[]): JsonObject => ({
  verbs: verbs.split(','),
  apiGroups: [apiGroup],
  resources: resources.split(','),
  ...(resourceNames.length > 0 ? { resourceNames } : {}),
})
