import { describe, expect, it } from 'vitest'
import { applyDefaults } from '../../src/apiserver/schema/defaulting.ts'
import { prune } from '../../src/apiserver/schema/pruning.ts'
import { validateCustomResource } from '../../src/apiserver/schema/validation.ts'
import { printFieldError } from '../../src/object/field-error.ts'
import type { JsonObject } from '../../src/object/json.ts'
import { linesOf, schemasIn, type UpstreamCase } from './vectors.ts'

/**
 * Random objects for two schemas that use every keyword, put through k8s.io/apiextensions-apiserver v0.36.3 (its custom
 * resource strategies), picked so that every sort of message is there. Upstream's order is that of Go maps: none.
 */
const cases = linesOf<UpstreamCase>('upstream.jsonl')
const schemaNamed = schemasIn('upstream-schemas.jsonl')

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze)
  return value
}

describe('what upstream does with an object', () => {
  it.each(cases.map((one, index) => [`${one.schema} ${index} ${one.errors[0] ?? 'valid'}`.slice(0, 120), one]))(
    '%s',
    (_, one) => {
      if (typeof one === 'string') return
      const schema = schemaNamed(one.schema)
      const decode = (value: JsonObject): JsonObject => applyDefaults(schema, prune(schema, value).value)
      const { unknownFields } = prune(schema, deepFreeze(one.value))
      const value = decode(one.value)
      const options = one.old ? { oldValue: decode(deepFreeze(one.old)), isStatus: one.status === true } : {}
      const { errors, notEvaluated } = validateCustomResource(schema, value, options)
      expect({ value, unknownFields }).toEqual({ value: one.decoded, unknownFields: one.unknownFields })
      expect(errors.map((error) => `${error.type} ${printFieldError(error)}`).sort()).toEqual([...one.errors].sort())
      expect(notEvaluated).toEqual([])
    },
  )
})
