import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../object/json.ts'
import { isInt64 } from './schema-type.ts'
import { fieldNamesOf, propertyOf, type StructuralSchema, valueSchemaOf } from './structural-schema.ts'

/** What cel-js computes with. */
export type CelValue = string | number | bigint | boolean | null | Date | readonly CelValue[] | CelObject
type CelObject = { readonly [field: string]: CelValue }

const reserved: ReadonlySet<string> = new Set(
  (
    'true false null in as break const continue else for function if import let loop package namespace return ' +
    'var void while'
  ).split(' '),
)
const escapes: Readonly<Record<string, string>> = {
  __: '__underscores__',
  '.': '__dot__',
  '-': '__dash__',
  '/': '__slash__',
}
const rootProperties: Readonly<Record<string, StructuralSchema>> = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: { type: 'object', properties: { name: { type: 'string' }, generateName: { type: 'string' } } },
}

/** What rules on a whole resource see of it: its schema, and of its identity always apiVersion, kind and names. */
export function resourceSchemaOf(schema: StructuralSchema): StructuralSchema {
  return { ...schema, properties: { ...schema.properties, ...rootProperties } }
}

/**
 * A value as CEL rules see it: integers are CEL ints, times are timestamps, fields that the schema does not name are not
 * there, and names of fields are escaped to identifiers. Undefined where something in it is not of its type, which only
 * unchanged parts of an update can be; upstream's rules fail when they come to it.
 * [AE/pkg/apiserver/schema/cel/values.go:UnstructuredToVal; k8s.io/apiserver pkg/cel/escaping.go]
 */
export function celValueOf(schema: StructuralSchema | undefined, value: Json): CelValue | undefined {
  if (value === null) return schema?.nullable ? null : undefined
  if (schema?.['x-kubernetes-int-or-string']) return typeof value === 'string' ? value : celNumberOf(value, true)
  if (schema?.type === 'object') return isJsonObject(value) ? celObjectOf(schema, value) : undefined
  if (schema?.type === 'array') return isJsonArray(value) ? celListOf(schema, value) : undefined
  if (schema?.type === 'integer' || schema?.type === 'number') return celNumberOf(value, schema.type === 'integer')
  if (schema?.type === 'boolean') return typeof value === 'boolean' ? value : undefined
  return typeof value === 'string' ? celTextOf(schema, value) : undefined
}

function celListOf(schema: StructuralSchema, value: readonly Json[]): CelValue | undefined {
  const items: CelValue[] = []
  for (const item of value) {
    const converted = celValueOf(schema.items, item)
    if (converted === undefined) return undefined
    items.push(converted)
  }
  return items
}

function celObjectOf(schema: StructuralSchema, value: JsonObject): CelValue | undefined {
  const valueSchema = valueSchemaOf(schema)
  const fields: Record<string, CelValue> = {}
  for (const field of fieldNamesOf(value)) {
    const fieldSchema = valueSchema ?? propertyOf(schema, field)
    if (fieldSchema === undefined || !hasCelType(fieldSchema)) continue
    const converted = celValueOf(fieldSchema, value[field] ?? null)
    if (converted === undefined) return undefined
    fields[valueSchema ? field : escaped(field)] = converted
  }
  return fields
}

/** Whether CEL knows the type of what a schema describes; it sees nothing of free-form fields. */
function hasCelType(schema: StructuralSchema): boolean {
  return schema.type !== undefined || schema['x-kubernetes-int-or-string'] === true
}

function celNumberOf(value: Json, isInt: boolean): CelValue | undefined {
  if (typeof value !== 'number') return undefined
  if (!isInt) return value
  return isInt64(value) ? BigInt(value) : undefined
}

function celTextOf(schema: StructuralSchema | undefined, value: string): CelValue | undefined {
  if (schema?.format !== 'date-time' && schema?.format !== 'date') return value
  const time = new Date(value)
  return Number.isNaN(time.getTime()) ? undefined : time
}

function escaped(field: string): string {
  if (reserved.has(field)) return `__${field}__`
  return field.replace(/__|[./-]/g, (part) => escapes[part] ?? part)
}
