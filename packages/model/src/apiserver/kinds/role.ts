import { type FieldError, invalid, required } from '../../object/field-error.ts'
import { isJsonObject, type JsonObject, listAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { eachItem } from './field-path.ts'
import { type KindStrategy, plainStrategy } from './strategy.ts'

/** A rule says what may be done, and with what. [pkg/apis/rbac/validation/validation.go:ValidatePolicyRule] */
function ruleErrors(rule: JsonObject, path: string, namespaced: boolean): readonly FieldError[] {
  const count = (field: string): number => listAt(rule, field).length
  const verbs = count('verbs') > 0 ? [] : [required(`${path}.verbs`, 'verbs must contain at least one value')]
  if (count('nonResourceURLs') > 0) return [...verbs, ...urlErrors(rule, path, namespaced)]
  return [
    ...verbs,
    ...(count('apiGroups') > 0
      ? []
      : [required(`${path}.apiGroups`, 'resource rules must supply at least one api group')]),
    ...(count('resources') > 0
      ? []
      : [required(`${path}.resources`, 'resource rules must supply at least one resource')]),
  ]
}

function urlErrors(rule: JsonObject, path: string, namespaced: boolean): readonly FieldError[] {
  const urls = [...listAt(rule, 'nonResourceURLs')]
  const mixed = ['apiGroups', 'resources', 'resourceNames'].some((field) => listAt(rule, field).length > 0)
  const details = [
    ...(namespaced ? ['namespaced rules cannot apply to non-resource URLs'] : []),
    ...(mixed ? ['rules cannot apply to both regular resources and non-resource URLs'] : []),
  ]
  return details.map((detail) => invalid(`${path}.nonResourceURLs`, urls, detail))
}

function rulesErrors(role: KubeObject, namespaced: boolean): readonly FieldError[] {
  return eachItem(listAt(role, 'rules'), 'rules', (rule, path) => ruleErrors(rule, path, namespaced))
}

/** A role that is put together from others says from which. [ValidateClusterRole] */
function validateClusterRole(role: KubeObject): readonly FieldError[] {
  const aggregates = isJsonObject(role.aggregationRule)
  const missing = aggregates && listAt(role.aggregationRule, 'clusterRoleSelectors').length === 0
  const detail = 'at least one clusterRoleSelector required if aggregationRule is non-nil'
  return [...rulesErrors(role, false), ...(missing ? [required('aggregationRule.clusterRoleSelectors', detail)] : [])]
}

export const roleStrategy: KindStrategy = {
  ...plainStrategy,
  validate: (role) => rulesErrors(role, true),
  validateUpdate: (role) => rulesErrors(role, true),
  nameValidation: 'path',
}

export const clusterRoleStrategy: KindStrategy = {
  ...plainStrategy,
  validate: validateClusterRole,
  validateUpdate: validateClusterRole,
  nameValidation: 'path',
}
