import { describe, expect, test } from 'vitest'
import type { KubeObject, OwnerReference } from '../../src/object/kube-object.ts'
import type { UserInfo } from '../../src/request/request.ts'
import {
  admissionRequest,
  admitNamespace,
  alice,
  bob,
  clusterAdmin,
  configuration,
  objectOf,
  reference,
  root,
  stateOf,
  tenant,
} from './webhook-world.ts'

const state = stateOf(
  configuration({ administrators: [{ kind: 'User', name: 'root' }] }),
  tenant('a', 'alice'),
  tenant('b', 'carol'),
)

function namespace(label: string | undefined, ...references: readonly OwnerReference[]): KubeObject {
  const labels: Record<string, string> = { 'kubernetes.io/metadata.name': 'n' }
  if (label !== undefined) labels['capsule.clastix.io/tenant'] = label
  return objectOf('Namespace', { name: 'n', labels, ownerReferences: references })
}

const inA = namespace('a', reference('a'))
const inB = namespace('b', reference('b'))
const outside = namespace(undefined)
const inMissing = namespace('gone', reference('gone'))

const callers: readonly UserInfo[] = [clusterAdmin, alice, bob, root]

/** Verdicts by caller: cluster-admin, owner of a, Capsule user who owns nothing, administrator. [core N7] */
const table: readonly (readonly [name: string, old: KubeObject, changed: KubeObject, verdicts: readonly string[]])[] = [
  ['stays in a', inA, inA, ['allowed', 'allowed', '403 denied patch request for this namespace', 'allowed']],
  [
    'stays outside',
    outside,
    outside,
    ['allowed', '403 namespace is not owned by any tenant', '403 namespace is not owned by any tenant', 'allowed'],
  ],
  [
    'joins a',
    outside,
    inA,
    [
      '403 namespace can not be patched into a tenant',
      '403 namespace can not be patched into a tenant',
      '403 namespace can not be patched into a tenant',
      'allowed',
    ],
  ],
  [
    'moves from a to b',
    inA,
    inB,
    [
      '403 namespace can not be migrated between tenants',
      '403 namespace can not be migrated between tenants',
      '403 namespace can not be migrated between tenants',
      'allowed',
    ],
  ],
  [
    'leaves a',
    inA,
    outside,
    [
      '403 namespace can not remove tenant ownership',
      '403 namespace can not remove tenant ownership',
      '403 namespace can not remove tenant ownership',
      'allowed',
    ],
  ],
  [
    'is labelled b only',
    inA,
    namespace('b', reference('a')),
    [
      '500 namespace label "b" does not match owner reference "a"',
      'allowed',
      '403 denied patch request for this namespace',
      '403 namespace label "b" does not match owner reference "a"',
    ],
  ],
  [
    'loses its label only',
    inA,
    namespace(undefined, reference('a')),
    [
      '500 namespace has Tenant ownerReference "a" but no tenant label',
      'allowed',
      '403 denied patch request for this namespace',
      'allowed',
    ],
  ],
  [
    'loses its ownerReference only',
    inA,
    namespace('a'),
    [
      '500 namespace has tenant label "a" but no Tenant ownerReference',
      'allowed',
      '403 denied patch request for this namespace',
      'allowed',
    ],
  ],
  [
    'gains a second ownerReference',
    inA,
    namespace('a', reference('a'), reference('b')),
    [
      '500 namespace can not have multiple Tenant ownerReferences',
      'allowed',
      '403 denied patch request for this namespace',
      '403 namespace can not have multiple Tenant ownerReferences',
    ],
  ],
  [
    'gets another uid',
    inA,
    namespace('a', reference('a', 'other')),
    [
      'allowed',
      'allowed',
      '403 denied patch request for this namespace',
      '403 tenant ownerReference UID mismatch for "a": namespace references UID "other" but tenant has UID "uid-a"',
    ],
  ],
  [
    'had a label without ownerReference',
    namespace('a'),
    namespace('a'),
    [
      '500 namespace has tenant label "a" but no Tenant ownerReference',
      '500 namespace has tenant label "a" but no Tenant ownerReference',
      '500 namespace has tenant label "a" but no Tenant ownerReference',
      'allowed',
    ],
  ],
  [
    'names a Tenant that does not exist',
    inMissing,
    inMissing,
    [
      '500 tenants.capsule.clastix.io "gone" not found',
      '500 tenants.capsule.clastix.io "gone" not found',
      '500 tenants.capsule.clastix.io "gone" not found',
      '403 tenants.capsule.clastix.io "gone" not found',
    ],
  ],
  [
    'leaves a Tenant that does not exist',
    inMissing,
    outside,
    [
      '403 namespace can not remove tenant ownership',
      '500 tenants.capsule.clastix.io "gone" not found',
      '500 tenants.capsule.clastix.io "gone" not found',
      '500 tenants.capsule.clastix.io "gone" not found',
    ],
  ],
]

describe('an update of a Namespace that', () => {
  for (const [name, old, changed, verdicts] of table)
    test(`${name} is judged by who asks`, () => {
      const found = callers.map(
        (caller) => admitNamespace(admissionRequest('UPDATE', caller, changed, old), state).verdict,
      )
      expect(found).toEqual(verdicts)
    })

  test('an owner half made is undone', () => {
    const halfMoved = namespace('b', reference('a'), reference('b'))
    const { object } = admitNamespace(admissionRequest('UPDATE', alice, halfMoved, inA), state)
    expect(object).toEqual(inA)
  })

  test('an administrator half made is completed', () => {
    const { object } = admitNamespace(admissionRequest('UPDATE', root, namespace('b'), inA), state)
    expect(object).toEqual(inB)
  })

  test('changes the Tenant while the Namespace terminates is refused', () => {
    const terminating = { ...inA, status: { phase: 'Terminating' } }
    const freed = { ...outside, status: { phase: 'Terminating' } }
    const { verdict } = admitNamespace(admissionRequest('UPDATE', root, freed, terminating), state)
    expect(verdict).toBe('403 namespace tenant ownership can not change during termination')
  })
})

describe('the deletion of a Namespace', () => {
  test('is refused to all but administrators where label and ownerReference disagree', () => {
    const verdicts = callers.map(
      (caller) => admitNamespace(admissionRequest('DELETE', caller, undefined, namespace('a')), state).verdict,
    )
    const refused = '500 namespace has tenant label "a" but no Tenant ownerReference'
    expect(verdicts).toEqual([refused, refused, refused, 'allowed'])
  })

  test('is allowed where the Tenant is gone', () => {
    expect(admitNamespace(admissionRequest('DELETE', clusterAdmin, undefined, inMissing), state).verdict).toBe(
      'allowed',
    )
  })
})
