import { type FieldError, invalid, notSupported, required } from '../../object/field-error.ts'
import { type JsonObject, objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { podSpecErrors } from './pod-spec-validation.ts'
import { semanticallyEqual } from './strategy.ts'
import { numberErrors } from './workload-validation.ts'

const numbers: readonly string[] = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
]
const modes: readonly string[] = ['NonIndexed', 'Indexed']

/** Not modelled: policies of failure and success, limits of large jobs. [pkg/apis/batch/validation/validation.go:validateJobSpec] */
export function jobSpecErrors(spec: JsonObject, path: string): readonly FieldError[] {
  const mode = textAt(spec, 'completionMode') ?? ''
  const given = (field: string): boolean => typeof spec[field] === 'number'
  const needsCompletions = mode === 'Indexed' && !given('completions')
  const indexed = ['backoffLimitPerIndex', 'maxFailedIndexes'].filter((field) => mode !== 'Indexed' && given(field))
  const pod = objectAt(spec, 'template', 'spec')
  return [
    ...numberErrors(spec, numbers, path),
    ...(mode === '' || modes.includes(mode) ? [] : [notSupported(`${path}.completionMode`, mode, modes)]),
    ...(needsCompletions ? [required(`${path}.completions`, 'when completion mode is Indexed')] : []),
    ...indexed.map((field) => invalid(`${path}.${field}`, spec[field] ?? 0, 'requires indexed completion mode')),
    ...podSpecErrors(pod, `${path}.template.spec`),
    ...restartErrors(textAt(pod, 'restartPolicy') ?? '', `${path}.template.spec.restartPolicy`),
  ]
}

function restartErrors(policy: string, path: string): readonly FieldError[] {
  if (policy === 'Always' || policy === '') return [required(path, 'valid values: "OnFailure", "Never"')]
  return policy === 'OnFailure' || policy === 'Never' ? [] : [notSupported(path, policy, ['OnFailure', 'Never'])]
}

export function validateJob(job: KubeObject): readonly FieldError[] {
  return jobSpecErrors(objectAt(job, 'spec'), 'spec')
}

/**
 * The pods of a job stay what they are.
 * Not modelled: what a suspended job may change; upstream prints the pod's spec with the names of Go. [ValidateJobUpdate]
 */
export function validateJobUpdate(job: KubeObject, old: KubeObject): readonly FieldError[] {
  const [spec, before] = [objectAt(job, 'spec'), objectAt(old, 'spec')]
  const unchanged = (...path: readonly string[]): boolean =>
    semanticallyEqual(objectAt(spec, ...path), objectAt(before, ...path))
  const [selector, pod] = [objectAt(spec, 'selector'), objectAt(spec, 'template', 'spec')]
  const mode = textAt(spec, 'completionMode') ?? ''
  return [
    ...validateJob(job),
    ...(unchanged('selector') ? [] : [invalid('spec.selector', selector, 'field is immutable')]),
    ...(unchanged('template', 'spec') ? [] : [invalid('spec.template.spec', pod, 'field is immutable')]),
    ...(mode === before.completionMode ? [] : [invalid('spec.completionMode', mode, 'field is immutable')]),
  ]
}
