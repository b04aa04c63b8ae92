import { type FieldError, invalid } from '../../object/field-error.ts'
import { equalJson, type JsonObject, objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'

/**
 * The role of a binding stays what it was made with. Comes after all other errors of validation.
 * [kubernetes pkg/apis/rbac/validation/validation.go:ValidateRoleBindingUpdate; kubernetes.md 6.2.5]
 */
export function validateRoleRefUnchanged(binding: KubeObject, oldBinding: KubeObject): readonly FieldError[] {
  const roleRef = roleRefOf(binding)
  return equalJson(roleRef, roleRefOf(oldBinding)) ? [] : [invalid('roleRef', roleRef, 'cannot change roleRef')]
}

/** With the names its fields have in Go, as the message prints them. */
function roleRefOf(binding: KubeObject): JsonObject {
  const roleRef = objectAt(binding, 'roleRef')
  return {
    APIGroup: textAt(roleRef, 'apiGroup') ?? '',
    Kind: textAt(roleRef, 'kind') ?? '',
    Name: textAt(roleRef, 'name') ?? '',
  }
}
