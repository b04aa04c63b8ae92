import type { Json } from '../../object/json.ts'

/** One thing that kube-openapi finds wrong. `code` decides which field error it becomes. */
export interface Violation {
  readonly code: 'type' | 'required' | 'enum' | 'tooLong' | 'tooMany' | 'value' | 'plain'
  /** Where, as kube-openapi writes paths: `spec.owners[0].kind`, `.spec`; empty for the root. */
  readonly name: string
  readonly message: string
  readonly value?: Json
  readonly allowed?: readonly Json[]
  readonly limit?: number
}

/**
 * What validating a value gave. `matchCount` counts the validators that were gone through; of several alternatives that
 * fail, the one with the highest count says why. [kube-openapi pkg/validation/validate/result.go]
 */
export interface SchemaResult {
  readonly violations: Violation[]
  matchCount: number
}

export function newResult(...violations: readonly (Violation | undefined)[]): SchemaResult {
  const result: SchemaResult = { violations: [], matchCount: 0 }
  addViolations(result, ...violations)
  return result
}

/** A violation that says the same as one before is left out. [Result.AddErrors] */
export function addViolations(result: SchemaResult, ...violations: readonly (Violation | undefined)[]): void {
  for (const violation of violations)
    if (violation && !result.violations.some(({ message }) => message === violation.message))
      result.violations.push(violation)
}

export function merge(result: SchemaResult, ...others: readonly SchemaResult[]): SchemaResult {
  for (const other of others) {
    addViolations(result, ...other.violations)
    result.matchCount += other.matchCount
  }
  return result
}

export function isValid(result: SchemaResult): boolean {
  return result.violations.length === 0
}
