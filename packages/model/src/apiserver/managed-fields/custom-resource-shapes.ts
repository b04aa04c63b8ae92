import type { StructuralSchema } from '../schema/structural-schema.ts'
import { builtInShape } from './built-in-shapes.ts'
import type { FieldShape } from './field-shape.ts'

const shapes = new WeakMap<StructuralSchema, FieldShape>()

/** The shape that a definition's schema gives; its metadata is that of all objects. [apiextensions pkg/controller/openapi; kube-openapi schemaconv] */
export function customResourceShape(schema: StructuralSchema | undefined): FieldShape {
  const { metadata } = builtInShape('', '').fields ?? {}
  if (!schema) return metadata ? { fields: { metadata } } : {}
  const known = shapes.get(schema)
  if (known) return known
  const shape = shapeOf(schema)
  const whole = metadata ? { ...shape, fields: { ...shape.fields, metadata } } : shape
  shapes.set(schema, whole)
  return whole
}

function shapeOf(schema: StructuralSchema): FieldShape {
  if (schema.type === 'array') return shapeOfList(schema)
  if (schema['x-kubernetes-map-type'] === 'atomic') return { kind: 'atomic' }
  const fields = Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, property]) => [name, shapeOf(property)]),
  )
  const { additionalProperties } = schema
  if (typeof additionalProperties === 'object') return { kind: 'map', fields, values: shapeOf(additionalProperties) }
  return { fields }
}

function shapeOfList(schema: StructuralSchema): FieldShape {
  const listType = schema['x-kubernetes-list-type']
  if (listType === 'set') return { kind: 'set' }
  if (listType !== 'map') return {}
  const keys = schema['x-kubernetes-list-map-keys'] ?? []
  const defaults = keys.flatMap((key) => {
    const value = schema.items?.properties?.[key]?.default
    return value === undefined ? [] : [[key, value] as const]
  })
  const keyDefaults = Object.fromEntries(defaults)
  return { keys, keyDefaults, values: schema.items ? shapeOf(schema.items) : {} }
}
