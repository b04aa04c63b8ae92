import { goQuote } from '../../object/go-format.ts'
import { type JsonObject, objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { notFound, plainError, type Refusal } from '../../object/status-errors.ts'
import type { UserInfo } from '../../request/request.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { findObject } from '../../state/store.ts'
import { type AppliedBinding, bindingsOf, clusterRolesKey, rbacGroup, rolesKey } from './bindings.ts'
import { type PolicyRule, rulesOf } from './policy-rule.ts'

/** A binding that applies to a user, with the rules that it gives; or why it gives none. */
export type AppliedRules =
  | { readonly applied: AppliedBinding; readonly rules: readonly PolicyRule[] }
  | { readonly error: string }

/**
 * A user holds the rules of all ClusterRoleBindings that name them and, in a namespace, of its RoleBindings too.
 * A binding whose role is gone gives an error and nothing else.
 * [kubernetes pkg/registry/rbac/validation/rule.go:VisitRulesFor; kubernetes.md 6.1.1]
 *
 * @param written as of `roleReferenceRules`
 */
export function* visitRulesFor(
  state: ClusterState,
  user: UserInfo,
  namespace: string,
  written?: string,
): Generator<AppliedRules> {
  for (const scope of namespace === '' ? [''] : ['', namespace]) {
    for (const applied of bindingsOf(state, user, scope)) {
      const resolved = roleReferenceRules(state, objectAt(applied.binding, 'roleRef'), scope, written)
      yield 'refusal' in resolved ? { error: resolved.refusal.body.message ?? '' } : { applied, rules: resolved.rules }
    }
  }
}

/** All rules that a user holds in a namespace, or cluster-wide where it is empty. */
export function rulesFor(
  state: ClusterState,
  user: UserInfo,
  namespace: string,
  written?: string,
): { readonly rules: readonly PolicyRule[]; readonly errors: readonly string[] } {
  const rules: PolicyRule[] = []
  const errors: string[] = []
  for (const visited of visitRulesFor(state, user, namespace, written)) {
    if ('error' in visited) errors.push(visited.error)
    else rules.push(...visited.rules)
  }
  return { rules, errors }
}

/**
 * The rules of the role that a roleRef names: a Role of the binding's namespace, or a ClusterRole.
 * [kubernetes pkg/registry/rbac/validation/rule.go:GetRoleReferenceRules]
 *
 * @param written resource of the write that asks: it reads from storage, whose errors name what the request is about,
 * not what was looked for. [registry/generic/registry/store.go Get, qualifiedResourceFromContext]
 */
export function roleReferenceRules(
  state: ClusterState,
  roleRef: JsonObject,
  bindingNamespace: string,
  written?: string,
): { readonly rules: readonly PolicyRule[] } | { readonly refusal: Refusal } {
  const kind = textAt(roleRef, 'kind') ?? ''
  const name = textAt(roleRef, 'name') ?? ''
  if (kind !== 'Role' && kind !== 'ClusterRole')
    return { refusal: plainError(`unsupported role reference kind: ${goQuote(kind)}`) }
  const role = findRole(state, kind, bindingNamespace, name)
  return role
    ? { rules: rulesOf(role) }
    : { refusal: notFound({ group: rbacGroup, resource: written ?? kind.toLowerCase() }, name) }
}

function findRole(
  state: ClusterState,
  kind: 'Role' | 'ClusterRole',
  namespace: string,
  name: string,
): KubeObject | undefined {
  return kind === 'Role'
    ? findObject(state, rolesKey, namespace, name)
    : findObject(state, clusterRolesKey, undefined, name)
}

/** Several errors as one text, each once. [apimachinery pkg/util/errors/errors.go:aggregate.Error] */
export function aggregateErrors(errors: readonly string[]): string {
  const distinct = [...new Set(errors)]
  return distinct.length > 1 ? `[${distinct.join(', ')}]` : (distinct[0] ?? '')
}
