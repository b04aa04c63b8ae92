import { isJsonObject, type Json, type JsonObject, listAt, objectAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'

/** A rule of x-kubernetes-validations. */
export interface ValidationRule {
  readonly rule: string
  readonly message?: string
  readonly messageExpression?: string
  readonly reason?: string
  readonly fieldPath?: string
  readonly optionalOldSelf?: boolean
}

/** The part of OpenAPI v3 that a CustomResourceDefinition may use. [apiextensions/v1 JSONSchemaProps; AE/pkg/apiserver/schema] */
export interface StructuralSchema {
  readonly type?: string
  readonly format?: string
  readonly nullable?: boolean
  readonly default?: Json
  readonly properties?: Readonly<Record<string, StructuralSchema>>
  readonly additionalProperties?: StructuralSchema | boolean
  readonly items?: StructuralSchema
  readonly required?: readonly string[]
  readonly enum?: readonly Json[]
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: boolean
  readonly exclusiveMaximum?: boolean
  readonly multipleOf?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly minProperties?: number
  readonly maxProperties?: number
  readonly allOf?: readonly StructuralSchema[]
  readonly anyOf?: readonly StructuralSchema[]
  readonly oneOf?: readonly StructuralSchema[]
  readonly not?: StructuralSchema
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean
  readonly 'x-kubernetes-embedded-resource'?: boolean
  readonly 'x-kubernetes-int-or-string'?: boolean
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map'
  readonly 'x-kubernetes-list-map-keys'?: readonly string[]
  readonly 'x-kubernetes-map-type'?: 'atomic' | 'granular'
  readonly 'x-kubernetes-validations'?: readonly ValidationRule[]
}

/**
 * The schema of one version of a definition, or undefined where the definition has none. It is the object that the
 * definition holds, so what is computed from a schema can be remembered by it.
 */
export function structuralSchemaOf(crd: KubeObject, version: string): StructuralSchema | undefined {
  const found = listAt(crd, 'spec', 'versions').find((entry) => isJsonObject(entry) && entry.name === version)
  const schema = objectAt(found, 'schema').openAPIV3Schema
  return isJsonObject(schema) ? (schema as StructuralSchema) : undefined
}

/** The schema of a map's values; undefined where there is none, `true` or `false`. */
export function valueSchemaOf(schema: StructuralSchema | undefined): StructuralSchema | undefined {
  const values = schema?.additionalProperties
  return typeof values === 'object' ? values : undefined
}

/** The property that a schema names; undefined where it names none so. */
export function propertyOf(schema: StructuralSchema | undefined, field: string): StructuralSchema | undefined {
  const properties = schema?.properties
  return properties !== undefined && Object.hasOwn(properties, field) ? properties[field] : undefined
}

/** The schema of a field, be it a property or a value of a map. */
export function fieldSchemaOf(schema: StructuralSchema | undefined, field: string): StructuralSchema | undefined {
  return propertyOf(schema, field) ?? valueSchemaOf(schema)
}

/** The fields that an object has, sorted. Upstream goes through them in no order (a Go map). */
export function fieldNamesOf(value: JsonObject): readonly string[] {
  return Object.keys(value)
    .filter((field) => value[field] !== undefined)
    .sort()
}
