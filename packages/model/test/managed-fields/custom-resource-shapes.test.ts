import { describe, expect, it } from 'vitest'
import { customResourceShape } from '../../src/apiserver/managed-fields/custom-resource-shapes.ts'
import { partsOf } from '../../src/apiserver/managed-fields/field-shape.ts'
import type { StructuralSchema } from '../../src/apiserver/schema/structural-schema.ts'
import type { Json } from '../../src/object/json.ts'

const text: StructuralSchema = { type: 'string' }
const port: StructuralSchema = {
  type: 'object',
  properties: { port: { type: 'integer' }, protocol: { type: 'string', default: 'TCP' }, name: text },
}
const listOfPorts: StructuralSchema = {
  type: 'array',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['port', 'protocol'],
  items: port,
}

/** How the parts of a value are owned, as managedFields names them; undefined where it is owned as a whole. */
function owned(property: StructuralSchema, value: Json): readonly string[] | undefined {
  const shape = customResourceShape({ type: 'object', properties: { value: property } })
  return partsOf(value, shape.fields?.value)?.map(({ element }) => element)
}

/** [kubernetes.io/docs/reference/using-api/server-side-apply, merge strategy] */
describe('the schema of a definition tells server-side apply', () => {
  it('that a list is one thing where it says nothing, or atomic', () => {
    expect(owned({ type: 'array', items: text }, ['a'])).toBeUndefined()
    expect(owned({ type: 'array', items: text, 'x-kubernetes-list-type': 'atomic' }, ['a'])).toBeUndefined()
  })

  it('that the items of a set are owned one by one', () => {
    expect(owned({ type: 'array', items: text, 'x-kubernetes-list-type': 'set' }, ['a', 'b'])).toEqual([
      'v:"a"',
      'v:"b"',
    ])
  })

  it('that the items of a list of type map are told apart by their keys, with the defaults of these', () => {
    expect(owned(listOfPorts, [{ port: 80 }, { port: 53, protocol: 'UDP' }])).toEqual([
      'k:{"port":80,"protocol":"TCP"}',
      'k:{"port":53,"protocol":"UDP"}',
    ])
  })

  it('that an object is owned field by field, but as a whole where it is atomic', () => {
    expect(owned({ type: 'object', properties: { a: text } }, { a: 'x' })).toEqual(['f:a'])
    expect(owned({ type: 'object', 'x-kubernetes-map-type': 'atomic' }, { a: 'x' })).toBeUndefined()
  })

  it('what is in the values of free keys', () => {
    const shape = customResourceShape({
      type: 'object',
      properties: { value: { type: 'object', additionalProperties: listOfPorts } },
    })
    const [part] = partsOf({ a: [{ port: 1 }] }, shape.fields?.value) ?? []
    expect(part).toMatchObject({ element: 'f:a', isItem: true })
    expect(partsOf(part?.value, part?.shape)?.map(({ element }) => element)).toEqual(['k:{"port":1,"protocol":"TCP"}'])
  })

  it('nothing of metadata, which is that of all objects, with or without a schema', () => {
    for (const schema of [undefined, { type: 'object', properties: { metadata: { type: 'object' } } }]) {
      const shape = customResourceShape(schema)
      const parts = partsOf({ finalizers: ['a/b'] }, shape.fields?.metadata)
      expect(partsOf(['a/b'], parts?.[0]?.shape)?.map(({ element }) => element)).toEqual(['v:"a/b"'])
    }
  })
})
