import { type FieldError, invalid, notSupported, required } from '../../object/field-error.ts'
import { type JsonObject, listAt, objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { dns1123SubdomainMessages, nameIsPathSegment } from '../../object/name-validation.ts'
import { eachItem, invalidWith } from './field-path.ts'
import { semanticallyEqual } from './strategy.ts'

const rbacGroup = 'rbac.authorization.k8s.io'
const subjectKinds: readonly string[] = ['ServiceAccount', 'User', 'Group']

/** [pkg/apis/rbac/validation/validation.go:ValidateRoleBinding, ValidateClusterRoleBinding] */
export function validateBinding(binding: KubeObject, namespaced: boolean): readonly FieldError[] {
  const subjects = eachItem(listAt(binding, 'subjects'), 'subjects', (subject, path) =>
    subjectErrors(subject, path, namespaced),
  )
  return [
    ...roleRefErrors(objectAt(binding, 'roleRef'), namespaced ? ['Role', 'ClusterRole'] : ['ClusterRole']),
    ...subjects,
  ]
}

/** What is bound does not change; it is printed by the fields' names in Go. [ValidateRoleBindingUpdate] */
export function validateBindingUpdate(
  binding: KubeObject,
  old: KubeObject,
  namespaced: boolean,
): readonly FieldError[] {
  const roleRef = objectAt(binding, 'roleRef')
  const printed = { APIGroup: roleRef.apiGroup ?? '', Kind: roleRef.kind ?? '', Name: roleRef.name ?? '' }
  const changed = !semanticallyEqual(roleRef, objectAt(old, 'roleRef'))
  return [
    ...validateBinding(binding, namespaced),
    ...(changed ? [invalid('roleRef', printed, 'cannot change roleRef')] : []),
  ]
}

function roleRefErrors(roleRef: JsonObject, kinds: readonly string[]): readonly FieldError[] {
  const [group, kind, name] = ['apiGroup', 'kind', 'name'].map((field) => textAt(roleRef, field) ?? '')
  return [
    ...(group === rbacGroup ? [] : [notSupported('roleRef.apiGroup', group ?? '', [rbacGroup])]),
    ...(kinds.includes(kind ?? '') ? [] : [notSupported('roleRef.kind', kind ?? '', kinds)]),
    ...(name ? invalidWith('roleRef.name', name, nameIsPathSegment(name, false)) : [required('roleRef.name')]),
  ]
}

function subjectErrors(subject: JsonObject, path: string, namespaced: boolean): readonly FieldError[] {
  const [kind, name, group] = ['kind', 'name', 'apiGroup'].map((field) => textAt(subject, field) ?? '')
  const unnamed = name ? [] : [required(`${path}.name`)]
  if (!subjectKinds.includes(kind ?? '')) return [...unnamed, notSupported(`${path}.kind`, kind ?? '', subjectKinds)]
  if (kind !== 'ServiceAccount') {
    return [...unnamed, ...(group === rbacGroup ? [] : [notSupported(`${path}.apiGroup`, group ?? '', [rbacGroup])])]
  }
  return [
    ...unnamed,
    ...(name ? invalidWith(`${path}.name`, name, dns1123SubdomainMessages(name)) : []),
    ...(group ? [notSupported(`${path}.apiGroup`, group, [''])] : []),
    ...(namespaced || textAt(subject, 'namespace') ? [] : [required(`${path}.namespace`)]),
  ]
}
