import { describe, expect, test } from 'vitest'
import { decodeProblem } from '../../src/capsule/go-types/decode.ts'
import { resourcePoolSpecType, tenantSpecType } from '../../src/capsule/go-types/go-type.ts'
import type { JsonObject } from '../../src/object/json.ts'

const problem = (spec: JsonObject): string | undefined => decodeProblem(tenantSpecType, spec, 'spec', 'Tenant')

describe("a Tenant's spec that the operator cannot decode", () => {
  test('is told with what was found, the field of the innermost struct, and its type', () => {
    expect(problem({ cordoned: 'yes' })).toBe(
      'json: cannot unmarshal string into Go struct field TenantSpec.spec.cordoned of type bool',
    )
    expect(problem({ owners: [{ kind: 'User', name: 1 }] })).toBe(
      'json: cannot unmarshal number into Go struct field OwnerSpec.spec.owners.name of type string',
    )
    expect(problem({ permissions: true })).toBe(
      'json: cannot unmarshal bool into Go struct field TenantSpec.spec.permissions of type v1beta2.Permissions',
    )
    expect(problem({ owners: {} })).toBe(
      'json: cannot unmarshal object into Go struct field TenantSpec.spec.owners of type rbac.OwnerListSpec',
    )
    expect(problem({ nodeSelector: ['a'] })).toBe(
      'json: cannot unmarshal array into Go struct field TenantSpec.spec.nodeSelector of type map[string]string',
    )
    expect(problem({ nodeSelector: { a: 'b', c: 1 } })).toMatch(
      /^json: cannot unmarshal number into Go struct field .* of type string$/,
    )
  })

  test('is told for whole numbers only where they do not fit', () => {
    const quota = (value: number | string): string | undefined => problem({ namespaceOptions: { quota: value } })
    expect([0, 2147483647, -2147483648].map(quota)).toEqual([undefined, undefined, undefined])
    expect([1.5, 2147483648].map(quota)).toEqual([
      'json: cannot unmarshal number 1.5 into Go struct field NamespaceOptions.spec.namespaceOptions.quota of type int32',
      'json: cannot unmarshal number 2147483648 into Go struct field NamespaceOptions.spec.namespaceOptions.quota of type int32',
    ])
    expect(quota('1')).toBe(
      'json: cannot unmarshal string into Go struct field NamespaceOptions.spec.namespaceOptions.quota of type int32',
    )
  })

  test('is told by the first misfit in the order of names', () => {
    expect(problem({ preventDeletion: 1, cordoned: 1 })).toContain('TenantSpec.spec.cordoned')
  })
})

test('what is null, and what no field takes, fits', () => {
  expect(problem({ cordoned: null, unknown: 1, nodeSelector: null })).toBeUndefined()
})

test('quantities are numbers or texts in their notation', () => {
  const hard = (pods: JsonObject | string | number | boolean): string | undefined =>
    decodeProblem(resourcePoolSpecType, { quota: { hard: { pods } } }, 'spec', 'ResourcePool')
  expect([1, '1', '500m', '2Gi'].map(hard)).toEqual(Array(4).fill(undefined))
  const refusal = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
  expect(['one', {}, true].map(hard)).toEqual([refusal, refusal, refusal])
})
