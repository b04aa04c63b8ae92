import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../../src/object/kube-object.ts'
import type { UserInfo } from '../../src/request/request.ts'
import type { ClusterState } from '../../src/state/cluster-state.ts'
import {
  type Admitted,
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
  user,
} from './webhook-world.ts'

function create(
  state: ClusterState,
  caller: UserInfo,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Admitted {
  const namespace = objectOf('Namespace', { name, labels: { 'kubernetes.io/metadata.name': name, ...labels } })
  return admitNamespace(admissionRequest('CREATE', caller, namespace), state)
}

const inTenant = (name: string): Readonly<Record<string, string>> => ({ 'capsule.clastix.io/tenant': name })

describe('a new Namespace', () => {
  const state = stateOf(configuration(), tenant('oil', 'alice'))

  test('of an owner of one Tenant belongs to it', () => {
    expect(create(state, alice, 'oil-dev').object?.metadata).toEqual({
      name: 'oil-dev',
      labels: { 'kubernetes.io/metadata.name': 'oil-dev', 'capsule.clastix.io/tenant': 'oil' },
      ownerReferences: [reference('oil')],
    })
  })

  test('of a Capsule user without Tenants is refused', () => {
    expect(create(state, bob, 'x').verdict).toBe(
      '403 You do not have any Tenant assigned: please, reach out to the system administrators',
    )
  })

  test("may not name somebody else's Tenant", () => {
    expect(create(state, bob, 'x', inTenant('oil')).verdict).toBe(
      '400 can not assign the desired namespace to a non-owned Tenant',
    )
  })

  test('may not name a Tenant that is not there', () => {
    expect(create(state, alice, 'x', inTenant('gas')).verdict).toBe('500 tenants.capsule.clastix.io "gas" not found')
  })

  test('of anybody else stays as it is', () => {
    expect(create(state, clusterAdmin, 'x').object?.metadata.ownerReferences).toBeUndefined()
  })

  test('of anybody else may not carry the label alone', () => {
    expect(create(state, clusterAdmin, 'x', inTenant('oil')).verdict).toBe(
      '500 namespace has tenant label "oil" but no Tenant ownerReference',
    )
  })

  test('with generateName and without labels makes the hook panic', () => {
    const namespace = objectOf('Namespace', { name: '', generateName: 'oil-' })
    expect(admitNamespace(admissionRequest('CREATE', alice, namespace), state).verdict).toBe(
      '500 panic: assignment to entry in nil map [recovered]',
    )
  })
})

describe('an owner of several Tenants', () => {
  const tenants: readonly KubeObject[] = [tenant('oil', 'alice'), tenant('oil-rig', 'alice')]
  const state = stateOf(configuration(), ...tenants)

  test('gets the one with the longest prefix', () => {
    expect(create(state, alice, 'oil-rig-1').object?.metadata.ownerReferences).toEqual([reference('oil-rig')])
  })

  test('has to say which one where no prefix fits', () => {
    expect(create(state, alice, 'dev').verdict).toBe(
      '403 Unable to assign namespace to tenant. Please use capsule.clastix.io/tenant label when creating a namespace',
    )
  })
})

describe('a Tenant', () => {
  test('that is full takes no more Namespaces', () => {
    const full = tenant('oil', 'alice', { namespaceOptions: { quota: 1 } }, { namespaces: ['oil-dev'] })
    expect(create(stateOf(configuration(), full), alice, 'oil-prod').verdict).toBe(
      '403 Cannot exceed Namespace quota: please, reach out to the system administrators',
    )
  })

  test('that is cordoned takes none of Capsule users, but of administrators', () => {
    const administered = configuration({ administrators: [{ kind: 'User', name: 'root' }] })
    const state = stateOf(administered, tenant('oil', 'alice', { cordoned: true }))
    expect(create(state, alice, 'oil-dev').verdict).toBe('403 the selected tenant is cordoned')
    expect(create(state, root, 'oil-dev', inTenant('oil')).object?.metadata.labels).toMatchObject({
      'projectcapsule.dev/cordoned': 'true',
    })
  })

  test('that forces its prefix does so for administrators too', () => {
    const administered = configuration({ administrators: [{ kind: 'User', name: 'root' }] })
    const state = stateOf(administered, tenant('oil', 'alice', { forceTenantPrefix: true }))
    expect(create(state, root, 'dev', inTenant('oil')).verdict).toBe(
      "403 The Namespace name must start with 'oil-' when ForceTenantPrefix is enabled in the Tenant.",
    )
  })

  test('under deletion takes no new Namespaces', () => {
    const dying = tenant('oil', 'alice')
    const deletionTimestamp = '2026-01-01T00:00:00Z'
    const state = stateOf(configuration(), { ...dying, metadata: { ...dying.metadata, deletionTimestamp } })
    expect(create(state, alice, 'oil-dev').verdict).toBe('500 tenant is terminating and does not accept new namespaces')
  })

  test('gives its Namespaces the metadata that it manages', () => {
    const managing = tenant('oil', 'alice', {
      nodeSelector: { pool: 'oil', disk: 'ssd' },
      storageClasses: { allowed: ['fast', 'slow'], allowedRegex: '^s' },
      namespaceOptions: {
        additionalMetadata: { labels: { team: 'red' } },
        additionalMetadataList: [
          { labels: { team: 'blue', of: '{{ tenant.name }}-{{namespace}}{{other}}' } },
          { namespaceSelector: { matchLabels: { env: 'prod' } }, labels: { grade: 'gold' } },
        ],
      },
    })
    expect(create(stateOf(configuration(), managing), alice, 'dev').object?.metadata).toMatchObject({
      labels: { team: 'red', of: 'oil-dev' },
      annotations: {
        'scheduler.alpha.kubernetes.io/node-selector': 'disk=ssd,pool=oil',
        'capsule.clastix.io/storage-classes': 'fast,slow',
        'capsule.clastix.io/storage-classes-regexp': '^s',
      },
    })
  })

  test('can forbid and require labels', () => {
    const strict = tenant('oil', 'alice', {
      namespaceOptions: {
        forbiddenLabels: { denied: ['bad'], deniedRegex: '^evil' },
        requiredMetadata: { labels: { env: '^(prod|dev)$' } },
      },
    })
    const state = stateOf(configuration(), strict)
    expect(create(state, alice, 'n', { bad: '1', env: 'prod' }).verdict).toBe(
      '403 namespace labels validation failed: bad is forbidden for the current Tenant. Forbidden are one of the following (bad) or matching the regex ^evil',
    )
    expect(create(state, alice, 'n').verdict).toBe('403 required label "env" not present')
    expect(create(state, alice, 'n', { env: 'x' }).verdict).toBe(
      '403 required label "env" value "x" does not match regex "^(prod|dev)$"',
    )
  })
})

describe('a ServiceAccount', () => {
  const account = user('system:serviceaccount:oil-dev:bot', 'system:serviceaccounts', 'system:serviceaccounts:oil-dev')

  test('in a namespace of one Tenant is a Capsule user', () => {
    const state = stateOf(configuration(), tenant('oil', 'alice', {}, { namespaces: ['oil-dev'] }))
    expect(create(state, account, 'x').verdict).toContain('You do not have any Tenant assigned')
  })

  test('in a namespace that two Tenants list is none', () => {
    const lists = { namespaces: ['oil-dev'] }
    const state = stateOf(configuration(), tenant('oil', 'alice', {}, lists), tenant('gas', 'bob', {}, lists))
    expect(create(state, account, 'x').verdict).toBe('allowed')
  })
})
