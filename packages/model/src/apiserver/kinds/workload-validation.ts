import { type FieldError, forbiddenField, invalid, notSupported, required } from '../../object/field-error.ts'
import { isJsonObject, type Json, type JsonObject, listAt, objectAt, textMap } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { matchesSelector } from '../../object/label-selector.ts'
import { podSpecErrors } from './pod-spec-validation.ts'
import { type KindStrategy, semanticallyEqual } from './strategy.ts'

/**
 * A workload selects something, its own template is among it and runs for ever. `word` is what messages call it.
 * [pkg/apis/apps/validation/validation.go:ValidateDeploymentSpec and its likes]
 */
export function workloadValidation(word: string): Pick<KindStrategy, 'validate' | 'validateUpdate'> {
  const validate = (workload: KubeObject): readonly FieldError[] => [
    ...negativeErrors(objectAt(workload, 'spec'), ['replicas', 'minReadySeconds', 'revisionHistoryLimit']),
    ...selectorErrors(objectAt(workload, 'spec'), word),
    ...templateErrors(objectAt(workload, 'spec', 'template', 'spec')),
  ]
  return {
    validate,
    validateUpdate: (workload, old) => [...selectorChangeErrors(workload, old), ...validate(workload)],
  }
}

function negativeErrors(spec: JsonObject, fields: readonly string[]): readonly FieldError[] {
  const negative = fields.filter((field) => Number(spec[field] ?? 0) < 0)
  return negative.map((field) => invalid(`spec.${field}`, spec[field] ?? 0, 'must be greater than or equal to 0'))
}

function selectorErrors(spec: JsonObject, word: string): readonly FieldError[] {
  const { selector } = spec
  if (!isJsonObject(selector)) return [required('spec.selector')]
  const isEmpty =
    Object.keys(objectAt(selector, 'matchLabels')).length + listAt(selector, 'matchExpressions').length === 0
  if (isEmpty) return [invalid('spec.selector', {}, `empty selector is invalid for ${word}`)]
  const labels = textMap(objectAt(spec, 'template', 'metadata').labels)
  if (matchesSelector(selector, labels)) return []
  const printed: Json = Object.keys(labels).length > 0 ? labels : null
  return [invalid('spec.template.metadata.labels', printed, '`selector` does not match template `labels`')]
}

function templateErrors(pod: JsonObject): readonly FieldError[] {
  const path = 'spec.template.spec'
  const { restartPolicy, activeDeadlineSeconds } = pod
  const stops = restartPolicy !== undefined && restartPolicy !== 'Always'
  const deadline = 'activeDeadlineSeconds in ReplicaSet is not Supported'
  return [
    ...podSpecErrors(pod, path),
    ...(stops ? [notSupported(`${path}.restartPolicy`, restartPolicy, ['Always'])] : []),
    ...(activeDeadlineSeconds ? [forbiddenField(`${path}.activeDeadlineSeconds`, deadline)] : []),
  ]
}

/** What a workload selects does not change. [validation.go:ValidateDeploymentUpdate] */
function selectorChangeErrors(workload: KubeObject, old: KubeObject): readonly FieldError[] {
  const selector = objectAt(workload, 'spec', 'selector')
  const changed = !semanticallyEqual(selector, objectAt(old, 'spec', 'selector'))
  return changed ? [invalid('spec.selector', selector, 'field is immutable')] : []
}
