import { goJson, goNumber, goQuote } from './go-format.ts'
import type { Json } from './json.ts'
import type { StatusCause } from './status.ts'

/** What a field error says of its field: the reason of a cause, and the words with which its message begins. */
const WORDS = {
  FieldValueNotFound: 'Not found',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueInvalid: 'Invalid value',
  FieldValueTypeInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooShort: 'Too short',
  FieldValueTooMany: 'Too many',
  FieldValueTooFew: 'Too few',
  InternalError: 'Internal error',
} as const

export type FieldErrorType = keyof typeof WORDS

/** One thing wrong with one field of an object. [apimachinery pkg/util/validation/field/errors.go] */
export interface FieldError {
  readonly type: FieldErrorType
  /** `spec.owners[0].kind`; `<nil>` for the object as a whole */
  readonly field: string
  /** printed with the error; left out where the type of error has none */
  readonly badValue?: Json
  readonly detail: string
}

export function invalid(field: string, badValue: Json, detail: string): FieldError {
  return { type: 'FieldValueInvalid', field, badValue, detail }
}

/** The value is not of the type of the field. */
export function typeInvalid(field: string, badValue: Json, detail: string): FieldError {
  return { type: 'FieldValueTypeInvalid', field, badValue, detail }
}

export function required(field: string, detail = ''): FieldError {
  return { type: 'FieldValueRequired', field, detail }
}

export function forbiddenField(field: string, detail: string): FieldError {
  return { type: 'FieldValueForbidden', field, detail }
}

/** The values supported are quoted and printed in the order given. */
export function notSupported(field: string, badValue: Json, supported: readonly string[]): FieldError {
  const detail = supported.length === 0 ? '' : `supported values: ${supported.map(goQuote).join(', ')}`
  return { type: 'FieldValueNotSupported', field, badValue, detail }
}

export function duplicate(field: string, badValue: Json): FieldError {
  return { type: 'FieldValueDuplicate', field, badValue, detail: '' }
}

export function fieldNotFound(field: string, badValue: Json): FieldError {
  return { type: 'FieldValueNotFound', field, badValue, detail: '' }
}

/** Longer than so many bytes; the value is not printed. A negative limit is not named. */
export function tooLong(field: string, bytesMax: number): FieldError {
  return { type: 'FieldValueTooLong', field, detail: atMost(bytesMax, 'byte') }
}

/** Longer than so many characters; the value is not printed. A negative limit is not named. */
export function tooLongCharacters(field: string, charactersMax: number): FieldError {
  return { type: 'FieldValueTooLong', field, detail: atMost(charactersMax, 'character') }
}

function atMost(limit: number, unit: string): string {
  if (limit < 0) return 'value is too long'
  return `may not be more than ${limit} ${unit}${limit === 1 ? '' : 's'}`
}

/** More items than allowed. The number there are is not printed where it is negative. */
export function tooMany(field: string, actual: number, itemsMax: number): FieldError {
  const detail = itemsMax < 0 ? 'has too many items' : `must have at most ${itemsMax} item${itemsMax === 1 ? '' : 's'}`
  return { type: 'FieldValueTooMany', field, detail, ...(actual < 0 ? {} : { badValue: actual }) }
}

export function internalFieldError(field: string, detail: string): FieldError {
  return { type: 'InternalError', field, detail }
}

/** The error without its field: type, value and detail. [errors.go ErrorBody; kubernetes.md 1.1.7] */
export function fieldErrorBody(error: FieldError): string {
  const value = error.badValue === undefined ? '' : `: ${printedValue(error.badValue)}`
  const detail = error.detail === '' ? '' : `: ${error.detail}`
  return `${WORDS[error.type]}${value}${detail}`
}

/** Texts are quoted as Go does, numbers and booleans are bare, everything else is JSON. */
function printedValue(value: Json): string {
  if (typeof value === 'string') return goQuote(value)
  if (typeof value === 'number') return goNumber(value)
  return goJson(value)
}

export function printFieldError(error: FieldError): string {
  return `${error.field}: ${fieldErrorBody(error)}`
}

/**
 * Several errors print as a list in brackets, one prints bare; what prints the same prints once.
 * [apimachinery pkg/util/errors/errors.go; field/errors.go ToAggregate; kubernetes.md 1.1.6]
 */
export function aggregateFieldErrors(errors: readonly FieldError[]): string {
  const messages = [...new Set(errors.map(printFieldError))]
  return messages.length === 1 ? messages.join() : `[${messages.join(', ')}]`
}

/** The causes of a Status: every error, also those that print the same. [kubernetes.md 1.1.6] */
export function fieldErrorCauses(errors: readonly FieldError[]): readonly StatusCause[] {
  return errors.map((error) => ({ reason: error.type, message: fieldErrorBody(error), field: error.field }))
}
