import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../object/json.ts'

/**
 * How server-side apply sees the inside of a field. Without a shape, objects are told apart by field, and lists and scalars
 * are one thing as a whole. [structured-merge-diff schema; apimachinery pkg/util/managedfields]
 */
export interface FieldShape {
  /** `atomic`: an object that is one thing as a whole. `set`: a list of scalars, each by itself. `map`: an object whose keys are free. */
  readonly kind?: 'atomic' | 'set' | 'map'
  /** by which fields the items of a list are told apart */
  readonly keys?: readonly string[]
  /** what a key is where an item leaves it out */
  readonly keyDefaults?: JsonObject
  readonly fields?: Readonly<Record<string, FieldShape>>
  /** of the items of a list, or of the values of a map */
  readonly values?: FieldShape
  /** what fields that are not named here are seen as, by their name, at any depth */
  readonly others?: (field: string) => FieldShape | undefined
}

/** One part of a value: `f:name` of an object, `k:{"name":"x"}` of a list by keys, `v:"x"` of a set. [fieldpath serialization] */
export interface Part {
  readonly element: string
  readonly value: Json
  readonly shape: FieldShape | undefined
  /** owned by itself besides what is in it: items of lists, and values under free keys */
  readonly isItem: boolean
}

/** The parts of a value; undefined where it is one thing as a whole. */
export function partsOf(value: Json | undefined, shape: FieldShape | undefined): readonly Part[] | undefined {
  if (isJsonObject(value)) return shape?.kind === 'atomic' ? undefined : fieldParts(value, shape)
  if (!isJsonArray(value)) return undefined
  if (shape?.kind === 'set')
    return value.map((item) => ({ element: `v:${JSON.stringify(item)}`, value: item, shape: undefined, isItem: true }))
  return shape?.keys ? value.map((item) => itemPart(item, shape, shape.keys ?? [])) : undefined
}

function fieldParts(value: JsonObject, shape: FieldShape | undefined): readonly Part[] {
  return Object.entries(value).flatMap(([field, content]) => {
    if (content === undefined) return []
    const named = shape?.fields && Object.hasOwn(shape.fields, field) ? shape.fields[field] : undefined
    const isItem = named === undefined && shape?.kind === 'map'
    return [{ element: `f:${field}`, value: content, shape: named ?? shape?.values ?? shape?.others?.(field), isItem }]
  })
}

function itemPart(item: Json, shape: FieldShape, keys: readonly string[]): Part {
  const values = isJsonObject(item) ? item : {}
  const key = [...keys].sort().flatMap((field) => {
    const value = values[field] ?? shape.keyDefaults?.[field]
    return value === undefined ? [] : [[field, value] as const]
  })
  return { element: `k:${JSON.stringify(Object.fromEntries(key))}`, value: item, shape: shape.values, isItem: true }
}

/** A path as messages print it. [fieldpath PathElement.String] */
export function printElement(element: string): string {
  const rest = element.slice(2)
  if (element.startsWith('f:')) return `.${rest}`
  if (element.startsWith('v:')) return `[=${rest}]`
  const key = JSON.parse(rest) as JsonObject
  return `[${Object.entries(key)
    .map(([field, value]) => `${field}=${JSON.stringify(value)}`)
    .join(',')}]`
}
