import { type FieldError, forbiddenField, invalid, notSupported, required } from '../../object/field-error.ts'
import { at, isJsonObject, type Json, type JsonObject, listAt, objectAt, textMap } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { matchesSelector, validateLabelSelector } from '../../object/label-selector.ts'
import { validateAnnotations, validateLabels } from '../../object/object-meta-validation.ts'
import { podSpecErrors } from './pod-spec-validation.ts'
import { type KindStrategy, semanticallyEqual } from './strategy.ts'

interface WorkloadRules {
  /** what messages call it */
  readonly word: string
  /** numbers that are not negative, checked before the selector; of Deployments more are checked at the end */
  readonly numbers?: readonly string[]
  /** what the kind has to say beyond its selector and template; comes after them */
  readonly more?: (spec: JsonObject) => readonly FieldError[]
}

/**
 * A workload selects something, its own template is among it and runs for ever.
 * [pkg/apis/apps/validation/validation.go:ValidateDeploymentSpec and its likes]
 */
export function workloadValidation(rules: WorkloadRules): Pick<KindStrategy, 'validate' | 'validateUpdate'> {
  const { word, numbers = ['replicas', 'minReadySeconds', 'revisionHistoryLimit'], more } = rules
  const validate = (workload: KubeObject): readonly FieldError[] => {
    const spec = objectAt(workload, 'spec')
    const wrongSelector = validateLabelSelector(spec.selector, 'spec.selector')
    return [
      ...numberErrors(spec, numbers),
      ...(wrongSelector.length > 0
        ? [...wrongSelector, invalid('spec.selector', spec.selector ?? null, 'invalid label selector')]
        : [...selectorErrors(spec, word), ...templateErrors(objectAt(spec, 'template'))]),
      ...(more?.(spec) ?? []),
    ]
  }
  return {
    validate,
    validateUpdate: (workload, old) => [...validate(workload), ...selectorChangeErrors(workload, old)],
  }
}

/** Each of the fields is not below zero. */
export function numberErrors(spec: JsonObject, fields: readonly string[], path = 'spec'): readonly FieldError[] {
  const negative = fields.filter((field) => Number(spec[field] ?? 0) < 0)
  return negative.map((field) => invalid(`${path}.${field}`, spec[field] ?? 0, 'must be greater than or equal to 0'))
}

/** A selector that is not there selects nothing, not even its template. */
function selectorErrors(spec: JsonObject, word: string): readonly FieldError[] {
  const { selector } = spec
  if (!isJsonObject(selector)) return [required('spec.selector'), unmatched(spec)]
  const isEmpty =
    Object.keys(objectAt(selector, 'matchLabels')).length + listAt(selector, 'matchExpressions').length === 0
  if (isEmpty) return [invalid('spec.selector', {}, `empty selector is invalid for ${word}`)]
  return matchesSelector(selector, labelsOfTemplate(spec)) ? [] : [unmatched(spec)]
}

function unmatched(spec: JsonObject): FieldError {
  const labels = labelsOfTemplate(spec)
  const printed: Json = Object.keys(labels).length > 0 ? labels : null
  return invalid('spec.template.metadata.labels', printed, '`selector` does not match template `labels`')
}

function labelsOfTemplate(spec: JsonObject): Readonly<Record<string, string>> {
  return textMap(objectAt(spec, 'template', 'metadata').labels)
}

function templateErrors(template: JsonObject): readonly FieldError[] {
  const path = 'spec.template.spec'
  const pod = objectAt(template, 'spec')
  const { restartPolicy, activeDeadlineSeconds } = pod
  const stops = restartPolicy !== undefined && restartPolicy !== 'Always'
  const deadline = 'activeDeadlineSeconds in ReplicaSet is not Supported'
  return [
    ...validateLabels(objectAt(template, 'metadata').labels, 'spec.template.labels'),
    ...validateAnnotations(objectAt(template, 'metadata').annotations, 'spec.template.annotations'),
    ...podSpecErrors(pod, path),
    ...(stops ? [notSupported(`${path}.restartPolicy`, restartPolicy, ['Always'])] : []),
    ...(activeDeadlineSeconds ? [forbiddenField(`${path}.activeDeadlineSeconds`, deadline)] : []),
  ]
}

/** What a workload selects does not change; comes after all other errors. [validation.go:ValidateDeploymentUpdate] */
function selectorChangeErrors(workload: KubeObject, old: KubeObject): readonly FieldError[] {
  const selector = at(workload, 'spec', 'selector') ?? null
  const changed = !semanticallyEqual(selector, at(old, 'spec', 'selector'))
  return changed ? [invalid('spec.selector', selector, 'field is immutable')] : []
}
