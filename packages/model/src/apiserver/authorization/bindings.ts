import type { ResourceKey } from '../../object/gvk.ts'
import { isJsonObject, type JsonObject, listAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import type { UserInfo } from '../../request/request.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { readPrefix } from '../../state/reads.ts'
import { mapEntries, type SortedMap } from '../../state/sorted-map.ts'
import { objectsOf } from '../../state/store.ts'

export const rbacGroup = 'rbac.authorization.k8s.io'
export const rolesKey: ResourceKey = `${rbacGroup}/roles`
export const clusterRolesKey: ResourceKey = `${rbacGroup}/clusterroles`
export const roleBindingsKey: ResourceKey = `${rbacGroup}/rolebindings`
export const clusterRoleBindingsKey: ResourceKey = `${rbacGroup}/clusterrolebindings`

/** A binding that names a user, and the first of its subjects that does. */
export interface AppliedBinding {
  readonly binding: KubeObject
  readonly subject: JsonObject
  /** position among the bindings, which are in order of their names */
  readonly order: number
  readonly subjectIndex: number
}

/** The bindings of a namespace by who they name: `User alice`, `Group devs`. */
interface BindingIndex {
  readonly bySubject: ReadonlyMap<string, readonly AppliedBinding[]>
  readonly byUser: WeakMap<UserInfo, readonly AppliedBinding[]>
}

const indexes = new WeakMap<SortedMap<KubeObject>, Map<string, BindingIndex>>()

/**
 * The bindings that name the user or a group of the user: the ClusterRoleBindings, or those RoleBindings that are in
 * the namespace. [kubernetes pkg/registry/rbac/validation/rule.go:appliesTo; kubernetes.md 6.1.2]
 *
 * Upstream goes through its cache in no certain order; here the order is that of names.
 */
export function bindingsOf(state: ClusterState, user: UserInfo, namespace: string): readonly AppliedBinding[] {
  const bindings = objectsOf(state, namespace === '' ? clusterRoleBindingsKey : roleBindingsKey)
  readPrefix(bindings, `${namespace}/`)
  const index = indexOf(bindings, namespace)
  const known = index.byUser.get(user)
  if (known) return known
  const applied = lookUp(index, user)
  index.byUser.set(user, applied)
  return applied
}

function indexOf(bindings: SortedMap<KubeObject>, namespace: string): BindingIndex {
  const known = indexes.get(bindings)
  const index = known?.get(namespace)
  if (index) return index
  const built = buildIndex(bindings, namespace)
  if (known) known.set(namespace, built)
  else indexes.set(bindings, new Map([[namespace, built]]))
  return built
}

function buildIndex(bindings: SortedMap<KubeObject>, namespace: string): BindingIndex {
  const bySubject = new Map<string, AppliedBinding[]>()
  let order = 0
  for (const [, binding] of mapEntries(bindings, `${namespace}/`)) {
    const subjects = listAt(binding, 'subjects').filter(isJsonObject)
    for (const [subjectIndex, subject] of subjects.entries()) {
      const key = subjectKey(subject, namespace)
      if (key === undefined) continue
      const applied = { binding, subject, order, subjectIndex }
      const others = bySubject.get(key)
      if (others) others.push(applied)
      else bySubject.set(key, [applied])
    }
    order++
  }
  return { bySubject, byUser: new WeakMap() }
}

/** A ServiceAccount is a user of a certain name; without a namespace it is one of the binding's. */
function subjectKey(subject: JsonObject, bindingNamespace: string): string | undefined {
  const name = textAt(subject, 'name') ?? ''
  switch (subject.kind) {
    case 'User':
    case 'Group':
      return `${subject.kind} ${name}`
    case 'ServiceAccount': {
      const namespace = textAt(subject, 'namespace') || bindingNamespace
      return namespace === '' ? undefined : `User system:serviceaccount:${namespace}:${name}`
    }
    default:
      return undefined
  }
}

function lookUp(index: BindingIndex, user: UserInfo): readonly AppliedBinding[] {
  const found = new Map<number, AppliedBinding>()
  for (const key of [`User ${user.user}`, ...user.groups.map((group) => `Group ${group}`)]) {
    for (const applied of index.bySubject.get(key) ?? []) {
      const other = found.get(applied.order)
      if (!other || applied.subjectIndex < other.subjectIndex) found.set(applied.order, applied)
    }
  }
  return [...found.values()].sort((a, b) => a.order - b.order)
}
