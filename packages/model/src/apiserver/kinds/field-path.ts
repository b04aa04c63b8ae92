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
