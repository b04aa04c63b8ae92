import { type FieldError, invalid } from '../../object/field-error.ts'
import { type Json, type JsonObject, listAt, objectAt } from '../../object/json.ts'

/** The errors of every item of a list, each told its own path: `spec.containers[0]`. */
export function eachItem(
  list: readonly Json[],
  path: string,
  errorsOf: (item: JsonObject, path: string, index: number) => readonly FieldError[],
): readonly FieldError[] {
  return list.flatMap((item, index) => errorsOf(objectAt(item), `${path}[${index}]`, index))
}

/** The errors of every item of a list field. */
export function eachOf(
  owner: JsonObject,
  field: string,
  path: string,
  errorsOf: (item: JsonObject, path: string, index: number) => readonly FieldError[],
): readonly FieldError[] {
  return eachItem(listAt(owner, field), `${path}.${field}`, errorsOf)
}

/** One error a message. */
export function invalidWith(path: string, value: Json, messages: readonly string[]): readonly FieldError[] {
  return messages.map((message) => invalid(path, value, message))
}

/** A port is a number from 1 to 65535. [apimachinery validation IsValidPortNum] */
export function portErrors(path: string, port: Json | undefined): readonly FieldError[] {
  const number = typeof port === 'number' ? port : 0
  return number >= 1 && number <= 65535 ? [] : [invalid(path, number, 'must be between 1 and 65535, inclusive')]
}

/** A port by number or by name. [pkg/apis/core/validation/validation.go:ValidatePortNumOrName] */
export function portOrNameErrors(path: string, port: Json | undefined): readonly FieldError[] {
  return typeof port === 'string' ? invalidWith(path, port, portNameMessages(port)) : portErrors(path, port)
}

/** [apimachinery util/validation/validation.go:IsValidPortName] */
export function portNameMessages(name: string): readonly string[] {
  return [
    ...(name.length > 15 ? ['must be no more than 15 characters'] : []),
    ...(/^[-a-z0-9]+$/.test(name) ? [] : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
    ...(/[a-z]/.test(name) ? [] : ['must contain at least one letter (a-z)']),
    ...(name.includes('--') ? ['must not contain consecutive hyphens'] : []),
    ...(/^-|-$/.test(name) ? ['must not begin or end with a hyphen'] : []),
  ]
}
