import { describe, expect, it } from 'vitest'
import { applyDefaults } from '../../src/apiserver/schema/defaulting.ts'
import { prune } from '../../src/apiserver/schema/pruning.ts'
import { validateCustomResource } from '../../src/apiserver/schema/validation.ts'
import { aggregateFieldErrors } from '../../src/object/field-error.ts'
import { nameIsDnsSubdomain } from '../../src/object/name-validation.ts'
import { validateObjectMeta } from '../../src/object/object-meta-validation.ts'
import { linesOf, type RecordedCreate, schemasIn } from './vectors.ts'

/**
 * Taken from recordings of creates, those that show something new. Not among them: what webhooks changed in a spec
 * (defaults of pools, an empty spec of a Tenant that is dropped) or in labels so that the object became invalid.
 */
const vectors = linesOf<RecordedCreate>('recorded.jsonl')
const schemaNamed = schemasIn('recorded-schemas.jsonl')

function outcomeOf({ schema: name, body, namespace }: RecordedCreate): Omit<RecordedCreate, 'schema' | 'body'> {
  const schema = schemaNamed(name)
  const { value, unknownFields } = prune(schema, body)
  const object = applyDefaults(schema, value)
  const metadata = namespace === undefined ? object.metadata : { ...object.metadata, namespace }
  const metadataErrors = validateObjectMeta(metadata, namespace !== undefined, nameIsDnsSubdomain)
  const { errors, notEvaluated } = validateCustomResource(schema, object, { metadataErrors })
  expect(notEvaluated).toEqual([])
  const dropped = unknownFields.length > 0 && { unknownFields }
  const subject = `${body.kind}.capsule.clastix.io ${JSON.stringify(body.metadata.name)}`
  if (errors.length > 0) return { message: `${subject} is invalid: ${aggregateFieldErrors(errors)}`, ...dropped }
  return { spec: object.spec as NonNullable<RecordedCreate['spec']>, ...dropped }
}

describe('what kube-apiserver did with custom resources that were created', () => {
  it.each(vectors.map((vector) => [`${vector.schema} ${JSON.stringify(vector.body.spec)}`.slice(0, 100), vector]))(
    '%s',
    (_, vector) => {
      if (typeof vector === 'string') return
      const { spec, message, unknownFields } = vector
      const expected = { ...(spec && { spec }), ...(message && { message }), ...(unknownFields && { unknownFields }) }
      expect(outcomeOf(vector)).toEqual(expected)
    },
  )

  it('holds accepted and refused objects', () => {
    expect(vectors.filter(({ spec }) => spec).length).toBeGreaterThan(50)
    expect(vectors.filter(({ message }) => message).length).toBeGreaterThan(5)
  })
})
