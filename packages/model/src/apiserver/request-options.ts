import { type FieldError, forbiddenField, notSupported, required } from '../object/field-error.ts'
import { invalidObject } from '../object/status-errors.ts'
import { type Refused, refuse } from './refusal.ts'
import type { RequestContext } from './request-context.ts'

const optionsKinds: Readonly<Record<string, string>> = {
  create: 'CreateOptions',
  update: 'UpdateOptions',
  patch: 'PatchOptions',
}

/** The query of a write says nothing unknown. [apimachinery pkg/apis/meta/v1/validation/validation.go; kubernetes.md 7.6.1, 7.7.1] */
export function refuseOptions({ request }: RequestContext): Refused | undefined {
  const { fieldValidation = '', dryRun = '' } = request.query ?? {}
  const errors = [
    ...(request.verb === 'patch' ? patchErrors(request) : []),
    ...dryRunErrors(dryRun === '' ? [] : [dryRun]),
    ...(fieldValidations.includes(fieldValidation)
      ? []
      : [notSupported('fieldValidation', fieldValidation, fieldValidations)]),
  ]
  const kind = optionsKinds[request.verb] ?? ''
  return errors.length > 0 ? refuse(invalidObject(kind, 'meta.k8s.io', '', errors)) : undefined
}

const fieldValidations: readonly string[] = ['', 'Ignore', 'Strict', 'Warn']

function patchErrors({ patchType, query = {} }: RequestContext['request']): readonly FieldError[] {
  if (patchType === 'apply') return query.fieldManager ? [] : [required('fieldManager', 'is required for apply patch')]
  return query.force === undefined ? [] : [forbiddenField('force', 'may not be specified for non-apply patch')]
}

export function dryRunErrors(values: readonly string[]): readonly FieldError[] {
  return values.every((value) => value === 'All') ? [] : [notSupported('dryRun', values, ['All'])]
}
