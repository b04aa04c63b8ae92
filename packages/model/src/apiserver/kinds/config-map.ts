import { type FieldError, forbiddenField, invalid, tooLong } from '../../object/field-error.ts'
import { byteLength } from '../../object/go-format.ts'
import { type JsonObject, objectAt, textMap } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { type KindStrategy, plainStrategy, semanticallyEqual } from './strategy.ts'

export const dataBytesMax = 1048576

const keyRule =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"

/** Keys of ConfigMaps and Secrets are names of files. [apimachinery util/validation/validation.go:IsConfigMapKey] */
export function dataKeyErrors(data: JsonObject, path: string): readonly FieldError[] {
  return Object.keys(data)
    .sort()
    .flatMap((key) => keyMessages(key).map((message) => invalid(`${path}[${key}]`, key, message)))
}

function keyMessages(key: string): readonly string[] {
  const long = byteLength(key) > 253 ? ['must be no more than 253 characters'] : []
  if (!/^[-._a-zA-Z0-9]+$/.test(key)) return [...long, keyRule]
  if (key === '.' || key === '..') return [...long, `must not be '${key}'`]
  return key.startsWith('..') ? [...long, "must not start with '..'"] : long
}

/** [pkg/apis/core/validation/validation.go:ValidateConfigMap] */
function validate(configMap: KubeObject): readonly FieldError[] {
  const [data, binary] = [objectAt(configMap, 'data'), objectAt(configMap, 'binaryData')]
  const repeated = Object.keys(data)
    .filter((key) => Object.hasOwn(binary, key))
    .map((key) => invalid(`data[${key}]`, key, 'duplicate of key present in binaryData'))
  const size = Object.values(textMap(data)).reduce((sum, text) => sum + byteLength(text), 0) + encodedSize(binary)
  return [
    ...dataKeyErrors(data, 'data'),
    ...repeated,
    ...dataKeyErrors(binary, 'binaryData'),
    ...(size > dataBytesMax ? [tooLong('', dataBytesMax)] : []),
  ]
}

/** Bytes behind base64 texts. */
export function encodedSize(data: JsonObject): number {
  return Object.values(textMap(data)).reduce(
    (sum, text) => sum + Math.floor((text.replace(/=+$/, '').length * 3) / 4),
    0,
  )
}

/** What is immutable stays so, and so does its data. */
export function immutabilityErrors(
  object: KubeObject,
  old: KubeObject,
  fields: readonly string[],
): readonly FieldError[] {
  if (old.immutable !== true) return []
  const detail = 'field is immutable when `immutable` is set'
  return [
    ...(object.immutable === true ? [] : [forbiddenField('immutable', detail)]),
    ...fields
      .filter((field) => !semanticallyEqual(object[field], old[field]))
      .map((field) => forbiddenField(field, detail)),
  ]
}

export const configMapStrategy: KindStrategy = {
  ...plainStrategy,
  validate,
  validateUpdate: (configMap, old) => [
    ...immutabilityErrors(configMap, old, ['data', 'binaryData']),
    ...validate(configMap),
  ],
}
