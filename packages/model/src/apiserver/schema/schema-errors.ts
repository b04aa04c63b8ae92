import {
  type FieldError,
  invalid,
  notSupported,
  required,
  tooLong,
  tooMany,
  typeInvalid,
} from '../../object/field-error.ts'
import { goJson, sortedFields } from '../../object/go-format.ts'
import { childPath } from './field-path.ts'
import type { SchemaResult, Violation } from './schema-result.ts'

/**
 * What kube-openapi finds, as field errors. Those about several alternatives and about the range of a number carry no
 * path and no value. [AE/pkg/apiserver/validation/validation.go:kubeOpenAPIResultToFieldErrors]
 */
export function schemaErrors(result: SchemaResult, path: string): readonly FieldError[] {
  return result.violations.map((violation) => toFieldError(violation, path))
}

function toFieldError(violation: Violation, root: string): FieldError {
  const { code, message, name } = violation
  if (code === 'plain') return invalid(root, '', message)
  const path = name === '' ? root : childPath(root, name.replace(/^\./, ''))
  const value = sortedFields(violation.value ?? '')
  if (code === 'required') return required(path)
  if (code === 'enum') return notSupported(path, sortedFields(violation.value ?? null), printedValues(violation))
  if (code === 'tooLong') return tooLong(path, violation.limit ?? -1)
  if (code === 'tooMany') return tooMany(path, Number(value), violation.limit ?? -1)
  return code === 'type' ? typeInvalid(path, value, message) : invalid(path, value, message)
}

function printedValues(violation: Violation): readonly string[] {
  return (violation.allowed ?? []).map((value) => (typeof value === 'string' ? value : goJson(sortedFields(value))))
}
