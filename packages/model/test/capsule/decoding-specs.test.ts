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
      'json: cannot unmarshal number into Go struct field OwnerSpec.spec.owners.CoreOwnerSpec.UserSpec.name of type string',
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

  // what upstream's decoder said, github.com/projectcapsule/capsule v0.14.0 with sigs.k8s.io/json of its go.mod
  test('is told with the embedded structs that lead to the field', () => {
    const into = 'json: cannot unmarshal number into Go struct field'
    expect(problem({ storageClasses: { allowed: [1] } })).toBe(
      `${into} DefaultAllowedListSpec.spec.storageClasses.SelectorAllowedListSpec.AllowedListSpec.allowed of type string`,
    )
    expect(problem({ deviceClasses: { matchExpressions: [{ values: 1 }] } })).toBe(
      `${into} LabelSelectorRequirement.spec.deviceClasses.LabelSelector.matchExpressions.values of type []string`,
    )
    expect(problem({ rules: [{ enforce: { workloads: { resources: { limits: -1 } } } }] })).toBe(
      `${into} WorkloadResourceRules.spec.rules.NamespaceRuleBodyNamespace.enforce.workloads.resources.limits of type map[v1.ResourceName]rules.WorkloadResourceLimitPolicy`,
    )
  })

  test('is told by a quantity or a port before all others, which ends the decoding', () => {
    const items = [{ hard: { pods: '1e' } }]
    expect(problem({ cordoned: 1, resourceQuotas: { items } })).toBe("unable to parse quantity's suffix")
    expect(problem({ cordoned: 1, networkPolicies: { items: [{ ingress: [{ ports: [{ port: 1.5 }] }] }] } })).toBe(
      'json: cannot unmarshal number 1.5 into Go struct field NetworkPolicyPort.spec.networkPolicies.items.ingress.ports.port of type int32',
    )
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
  expect(['one', {}, true, '', '1x'].map(hard)).toEqual(Array(5).fill(refusal))
  expect(['1e', 'mi', '1k+'].map(hard)).toEqual(Array(3).fill("unable to parse quantity's suffix"))
})
