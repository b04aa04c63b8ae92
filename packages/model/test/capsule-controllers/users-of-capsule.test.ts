import { describe, expect, it } from 'vitest'
import { at, type JsonObject } from '../../src/object/json.ts'
import { alice, capsuleVersion, change, create, createTenant, find, type Named, remove } from './requests.ts'
import { askAtOnce, conditions, type World, world } from './whole-cluster.ts'

const configuration: Named = { apiVersion: capsuleVersion, kind: 'CapsuleConfiguration', name: 'default' }

function ownerNamed(name: string): Named {
  return { apiVersion: capsuleVersion, kind: 'TenantOwner', name }
}

function tenantNamed(name: string): Named {
  return { apiVersion: capsuleVersion, kind: 'Tenant', name }
}

const group = { kind: 'Group', name: 'projectcapsule.dev' }

function users(of: World): unknown {
  return at(find(of, configuration)?.status, 'users')
}

function tenantsOf(cluster: World, owner: string): unknown {
  return at(find(cluster, ownerNamed(owner))?.status, 'tenants')
}

function configure(to: World, spec: JsonObject): void {
  change(to, configuration, { spec })
}

describe('a TenantOwner', () => {
  it('tells the Tenants that it owns, for whatever reason, in order of their names', () => {
    const cluster = world()
    create(cluster, ownerNamed('alice'), { metadata: { labels: { team: 'a' } }, spec: alice })
    expect(tenantsOf(cluster, 'alice')).toBeUndefined()
    createTenant(cluster, 'wind', { owners: [alice] })
    createTenant(cluster, 'oil', { owners: [], permissions: { matchOwners: [{ matchLabels: { team: 'a' } }] } })
    createTenant(cluster, 'gas', { owners: [{ kind: 'User', name: 'bob' }] })
    expect(tenantsOf(cluster, 'alice')).toEqual(['oil', 'wind'])
    expect(conditions(find(cluster, ownerNamed('alice')))).toEqual(['Ready=True Succeeded'])
  })

  it('is told when a Tenant is no longer its own', () => {
    const cluster = world()
    create(cluster, ownerNamed('alice'), { spec: alice })
    createTenant(cluster, 'oil', { owners: [alice] })
    createTenant(cluster, 'wind', { owners: [alice] })
    change(cluster, tenantNamed('oil'), { spec: { owners: [{ kind: 'Group', name: 'alice' }] } })
    expect(tenantsOf(cluster, 'alice')).toEqual(['wind'])
    remove(cluster, tenantNamed('wind'))
    expect(tenantsOf(cluster, 'alice')).toBeUndefined()
  })

  it('that names another user tells the Tenants of that one', () => {
    const cluster = world()
    create(cluster, ownerNamed('one'), { spec: alice })
    createTenant(cluster, 'oil', { owners: [alice] })
    createTenant(cluster, 'wind', { owners: [{ kind: 'User', name: 'bob' }] })
    change(cluster, ownerNamed('one'), { spec: { name: 'bob' } })
    expect(tenantsOf(cluster, 'one')).toEqual(['wind'])
    expect(at(find(cluster, ownerNamed('one'))?.status, 'observedGeneration')).toBe(2)
  })
})

describe('the users of Capsule', () => {
  it('are those of the configuration, in its deprecated fields too', () => {
    const cluster = world()
    configure(cluster, { userNames: ['carol', 'system:serviceaccount:ci:robot'], userGroups: ['staff'] })
    expect(users(cluster)).toEqual([
      group,
      { kind: 'Group', name: 'staff' },
      { kind: 'ServiceAccount', name: 'system:serviceaccount:ci:robot' },
      { kind: 'User', name: 'carol' },
    ])
  })

  it('are the TenantOwners too that do not opt out, but not the owners in Tenants', () => {
    const cluster = world()
    create(cluster, ownerNamed('alice'), { spec: alice })
    create(cluster, ownerNamed('bob'), { spec: { kind: 'User', name: 'bob', aggregate: false } })
    createTenant(cluster, 'oil', { owners: [{ kind: 'User', name: 'carol' }] })
    expect(users(cluster)).toEqual([group, alice])
    change(cluster, ownerNamed('bob'), { spec: { aggregate: true } })
    expect(users(cluster)).toEqual([group, alice, { kind: 'User', name: 'bob' }])
    remove(cluster, ownerNamed('alice'))
    expect(users(cluster)).toEqual([group, { kind: 'User', name: 'bob' }])
  })

  it('may make namespaces: the binding of the provisioner names them and the administrators', () => {
    const cluster = world()
    create(cluster, ownerNamed('alice'), { spec: alice })
    configure(cluster, { administrators: [{ kind: 'ServiceAccount', name: 'system:serviceaccount:ops:root' }] })
    const binding = find(cluster, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      name: 'capsule-namespace-provisioner',
    })
    expect(at(binding, 'subjects')).toEqual(
      expect.arrayContaining([
        { apiGroup: 'rbac.authorization.k8s.io', ...group },
        { apiGroup: 'rbac.authorization.k8s.io', ...alice },
        { kind: 'ServiceAccount', namespace: 'ops', name: 'root' },
      ]),
    )
  })

  it('stay as they were while the pattern of protected namespaces is no regular expression', () => {
    const cluster = world()
    askAtOnce(cluster, {
      verb: 'delete',
      group: 'admissionregistration.k8s.io',
      version: 'v1',
      resource: 'validatingwebhookconfigurations',
      kind: 'ValidatingWebhookConfiguration',
      name: 'capsule-dynamic-webhook',
    })
    configure(cluster, { protectedNamespaceRegex: '(', userNames: ['carol'] })
    expect(users(cluster)).toEqual([group])
    configure(cluster, { protectedNamespaceRegex: '' })
    expect(users(cluster)).toEqual([group, { kind: 'User', name: 'carol' }])
  })
})

describe('the configuration', () => {
  it('tells the names of all Tenants', () => {
    const cluster = world()
    for (const name of ['wind', 'oil']) createTenant(cluster, name, { owners: [alice] })
    expect(at(find(cluster, configuration)?.status, 'tenants')).toEqual(['oil', 'wind'])
    remove(cluster, tenantNamed('oil'))
    expect(at(find(cluster, configuration)?.status, 'tenants')).toEqual(['wind'])
  })
})
