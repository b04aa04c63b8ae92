import { describe, expect, it } from 'vitest'
import { applyDefaults } from '../../src/apiserver/schema/defaulting.ts'
import { prune } from '../../src/apiserver/schema/pruning.ts'
import { type StructuralSchema, structuralSchemaOf } from '../../src/apiserver/schema/structural-schema.ts'
import { validateCustomResource } from '../../src/apiserver/schema/validation.ts'
import { printFieldError, required } from '../../src/object/field-error.ts'
import type { JsonObject } from '../../src/object/json.ts'

function resourceWith(spec: StructuralSchema, more: StructuralSchema = {}): StructuralSchema {
  return { type: 'object', ...more, properties: { spec, ...more.properties } }
}

function messages(schema: StructuralSchema, spec: JsonObject, old?: JsonObject): readonly string[] {
  const options = old ? { oldValue: { spec: old } } : {}
  return validateCustomResource(schema, { spec }, options).errors.map(printFieldError)
}

describe('validating a custom resource', () => {
  const ruled = resourceWith({
    type: 'object',
    required: ['a'],
    properties: { a: { type: 'integer' }, b: { type: 'string', enum: ['X', 'Y'] } },
    'x-kubernetes-validations': [{ rule: 'self.a > 2', message: 'a is too small' }],
  })

  it('names a wrong type with what was found', () => {
    expect(messages(resourceWith({ type: 'object', properties: { x: { type: 'integer' } } }), { x: 'string' })).toEqual(
      ['spec.x: Invalid value: "string": spec.x in body must be of type integer: "string"'],
    )
  })

  it('goes on to rules where only values are wrong', () => {
    expect(messages(ruled, { a: 1 })).toEqual(['spec: Invalid value: a is too small'])
  })

  it('says that rules were not checked where something is missing or not supported', () => {
    expect(messages(ruled, { b: 'Z' })).toEqual([
      'spec.b: Unsupported value: "Z": supported values: "X", "Y"',
      'spec.a: Required value',
      '<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
    ])
  })

  it('does not speak of rules where the definition has none', () => {
    expect(messages(resourceWith({ type: 'object', required: ['a'] }), {})).toEqual(['spec.a: Required value'])
  })

  it('puts errors of metadata first and lets them block rules', () => {
    const metadataErrors = [required('metadata.name', 'name or generateName is required')]
    const { errors } = validateCustomResource(ruled, { spec: { a: 1 } }, { metadataErrors })
    expect(errors.map(({ field }) => field)).toEqual(['metadata.name', '<nil>'])
  })

  it('forgives on update what was wrong before and did not change', () => {
    const schema = resourceWith({
      type: 'object',
      properties: { n: { type: 'integer', minimum: 3 }, m: { type: 'string' } },
    })
    expect(messages(schema, { n: 1, m: 'new' }, { n: 1, m: 'old' })).toEqual([])
    expect(messages(schema, { n: 2 }, { n: 1 })).toHaveLength(1)
  })

  it('warns of a rule that an unchanged part breaks', () => {
    const found = validateCustomResource(ruled, { spec: { a: 1 } }, { oldValue: { spec: { a: 1 } } })
    expect(found).toEqual({ errors: [], notEvaluated: [], warnings: ['spec: Invalid value: a is too small'] })
  })

  it('names the rules that it cannot evaluate', () => {
    const schema = resourceWith({
      type: 'object',
      properties: { q: { type: 'string', 'x-kubernetes-validations': [{ rule: 'isURL(self)' }] } },
    })
    const { errors, notEvaluated } = validateCustomResource(schema, { spec: { q: '1' } })
    expect(errors).toEqual([])
    expect(notEvaluated).toMatchObject([{ field: 'spec.q', rule: 'isURL(self)' }])
  })

  it('holds only status against the schema for the status subresource', () => {
    const schema = resourceWith(
      { type: 'object', required: ['a'] },
      { properties: { status: { type: 'object', properties: { phase: { type: 'string', enum: ['A'] } } } } },
    )
    const options = { oldValue: { spec: {} }, isStatus: true }
    const { errors } = validateCustomResource(schema, { spec: {}, status: { phase: 'B' } }, options)
    expect(errors.map(printFieldError)).toEqual(['status.phase: Unsupported value: "B": supported values: "A"'])
  })
})

describe('decoding a custom resource', () => {
  const schema = resourceWith({
    type: 'object',
    properties: {
      on: { type: 'boolean', default: true },
      in: { type: 'object', properties: { n: { type: 'integer', default: 1 } } },
    },
  })

  it('fills defaults only inside objects that are there', () => {
    expect(applyDefaults(schema, { spec: {} })).toEqual({ spec: { on: true } })
    expect(applyDefaults(schema, {})).toEqual({})
    expect(applyDefaults(schema, { spec: { on: null, in: {} } })).toEqual({ spec: { on: true, in: { n: 1 } } })
  })

  it('gives the same object back where there is nothing to do', () => {
    const value = { apiVersion: 'g/v1', kind: 'K', metadata: { name: 'a' }, spec: { on: false } }
    expect(prune(schema, value).value).toBe(value)
    expect(applyDefaults(schema, value)).toBe(value)
  })

  it('drops metadata that ObjectMeta does not know, and names it first', () => {
    const metadata = { name: 'a', nick: 'b', ownerReferences: [{ uid: 'u', since: 'x' }] }
    expect(prune(schema, { metadata, spec: { a: 1 } })).toEqual({
      value: { metadata: { name: 'a', ownerReferences: [{ uid: 'u' }] }, spec: {} },
      unknownFields: ['metadata.nick', 'metadata.ownerReferences[0].since', 'spec.a'],
    })
  })

  it('finds the schema of a version', () => {
    const versions = [{ name: 'v1', schema: { openAPIV3Schema: schema } }, { name: 'v2' }]
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'X',
      metadata: { name: 'ks.g' },
      spec: { versions },
    }
    const crd = definition as unknown as Parameters<typeof structuralSchemaOf>[0]
    expect(structuralSchemaOf(crd, 'v1')).toBe(schema)
    expect(structuralSchemaOf(crd, 'v2')).toBeUndefined()
  })
})
