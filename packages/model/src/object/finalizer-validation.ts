import { type FieldError, forbiddenField, invalid } from './field-error.ts'
import { compareTexts, goQuote, goStringSlice } from './go-format.ts'
import { qualifiedNameMessages } from './name-validation.ts'

const STANDARD: readonly string[] = ['orphan', 'foregroundDeletion', 'kubernetes']

/** Finalizers are qualified names; `orphan` and `foregroundDeletion` exclude each other. [kubernetes.md 1.3.6] */
export function validateFinalizers(finalizers: readonly string[], field: string): FieldError[] {
  const errors = finalizers.flatMap((name) =>
    qualifiedNameMessages(name).map((message) => invalid(field, name, message)),
  )
  if (!finalizers.includes('orphan') || !finalizers.includes('foregroundDeletion')) return errors
  const detail = 'finalizer orphan and foregroundDeletion cannot be both set'
  return [...errors, invalid(field, finalizers, detail)]
}

/**
 * On built-in kinds a finalizer has a domain or is a standard one; checked on create and on update, after the rest of the
 * metadata. [kubernetes pkg/apis/core/validation/validation.go validateKubeFinalizerName; kubernetes.md 1.3.6]
 */
export function validateKubeFinalizerNames(finalizers: readonly string[], field: string): FieldError[] {
  const detail = 'name is neither a standard finalizer name nor is it fully qualified'
  return finalizers.flatMap((name, index) => (isUnqualified(name) ? [invalid(`${field}[${index}]`, name, detail)] : []))
}

/**
 * On custom resources such a finalizer is only warned about, when it is added.
 * [apiextensions-apiserver pkg/registry/customresource strategy.go generateWarningsFromObj, validator.go
 * validateKubeFinalizerName]
 */
export function finalizerWarnings(finalizers: readonly string[], old: readonly string[] = []): string[] {
  return added(finalizers, old).flatMap((name) => {
    const subject = `metadata.finalizers: ${goQuote(name)}`
    const warnings = qualifiedNameMessages(name).map((message) => `${subject}: ${message}`)
    if (!isUnqualified(name)) return warnings
    const path = name.includes('.') ? ' including a path (/)' : ''
    const advice = `prefer a domain-qualified finalizer name${path} to avoid accidental conflicts with other finalizer writers`
    return [...warnings, `${subject}: ${advice}`]
  })
}

function added(finalizers: readonly string[], old: readonly string[]): readonly string[] {
  return [...new Set(finalizers)].filter((name) => !old.includes(name)).sort(compareTexts)
}

function isUnqualified(name: string): boolean {
  return !name.includes('/') && !STANDARD.includes(name)
}

/**
 * Once an object is being deleted its finalizers can only become fewer.
 * [objectmeta.go ValidateNoNewFinalizers; kubernetes.md 1.3.9]
 */
export function validateNoNewFinalizers(
  finalizers: readonly string[],
  old: readonly string[],
  field: string,
): FieldError[] {
  const extra = added(finalizers, old)
  if (extra.length === 0) return []
  const detail = `no new finalizers can be added if the object is being deleted, found new finalizers ${goStringSlice(extra)}`
  return [forbiddenField(field, detail)]
}
