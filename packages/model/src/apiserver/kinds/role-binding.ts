import { isJsonObject, type JsonObject } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { change, changeItems, fill } from './filling.ts'
import { validateBinding, validateBindingUpdate } from './role-binding-validation.ts'
import { type KindStrategy, plainStrategy } from './strategy.ts'

const rbacGroup = 'rbac.authorization.k8s.io'

/** A role and the users and groups bound to it are of the RBAC group; a ServiceAccount is of the core group. [SetDefaults_RoleBinding, SetDefaults_Subject] */
function withDefaults(binding: KubeObject): KubeObject {
  const referring = change(binding, 'roleRef', (roleRef) => ({
    ...fill(isJsonObject(roleRef) ? roleRef : {}, { apiGroup: rbacGroup }),
  }))
  return changeItems(referring, 'subjects', withGroup)
}

function withGroup(subject: JsonObject): JsonObject {
  return subject.kind === 'User' || subject.kind === 'Group' ? fill(subject, { apiGroup: rbacGroup }) : subject
}

export const roleBindingStrategy: KindStrategy = {
  ...plainStrategy,
  applyDefaults: withDefaults,
  validate: (binding) => validateBinding(binding, true),
  validateUpdate: (binding, old) => validateBindingUpdate(binding, old, true),
  nameValidation: 'path',
}

export const clusterRoleBindingStrategy: KindStrategy = {
  ...roleBindingStrategy,
  validate: (binding) => validateBinding(binding, false),
  validateUpdate: (binding, old) => validateBindingUpdate(binding, old, false),
}
