import { describe, expect, it } from 'vitest'
import { at, type JsonObject, listAt } from '../../src/object/json.ts'
import { listObjects } from '../../src/state/store.ts'
import { addNamespace, alice, capsuleVersion, change, create, createTenant, find, type Named } from './requests.ts'
import { type World, world } from './whole-cluster.ts'

const oil: Named = { apiVersion: capsuleVersion, kind: 'Tenant', name: 'oil' }
const robot: Named = { apiVersion: 'v1', kind: 'ServiceAccount', namespace: 'oil-dev', name: 'robot' }
const name = 'system:serviceaccount:oil-dev:robot'
const promote = 'projectcapsule.dev/promote'
const promoteOwner = 'owner.projectcapsule.dev/promote'

/** A cluster whose Tenant oil has the namespaces oil-dev and oil-prod, and allows promotion. */
function cluster(spec: JsonObject): World {
  const made = world()
  const configuration = { apiVersion: capsuleVersion, kind: 'CapsuleConfiguration', name: 'default' }
  change(made, configuration, {
    spec: { allowServiceAccountPromotion: true, administrators: [{ kind: 'User', name: 'kubernetes-admin' }] },
  })
  createTenant(made, 'oil', spec)
  addNamespace(made, 'oil', 'oil-dev', { env: 'dev' })
  addNamespace(made, 'oil', 'oil-prod', { env: 'prod' })
  return made
}

function rolesIn(to: World, namespace: string): readonly string[] {
  return listObjects(to.state, 'rbac.authorization.k8s.io/rolebindings', namespace)
    .filter((binding) => listAt(binding, 'subjects').some((subject) => at(subject, 'name') === 'robot'))
    .map((binding) => String(at(binding, 'roleRef', 'name')))
    .sort()
}

function rule(clusterRoles: readonly string[], more: JsonObject = {}): JsonObject {
  return { permissions: { promotions: [{ clusterRoles, ...more }] } }
}

/** A change of the Tenant's labels has it looked at; those of ServiceAccounts and TenantOwners in general do not. */
function lookAgain(to: World): void {
  change(to, oil, { metadata: { labels: { seen: 'yes' } } })
}

describe('a promoted ServiceAccount', () => {
  it('has the roles of the promotion in all namespaces that the rule selects, and tells it in the status', () => {
    const to = cluster({ rules: [rule(['view', 'edit'])] })
    create(to, robot, { metadata: { labels: { [promote]: 'true' } } })
    expect(at(find(to, oil)?.status, 'promotions')).toEqual([
      { kind: 'ServiceAccount', name, clusterRoles: ['edit', 'view'], targets: ['oil-dev', 'oil-prod'] },
    ])
    expect([rolesIn(to, 'oil-dev'), rolesIn(to, 'oil-prod')]).toEqual([
      ['edit', 'view'],
      ['edit', 'view'],
    ])
  })

  it('gets the roles of all rules that promote it into the same namespaces together', () => {
    const to = cluster({ rules: [rule(['view']), rule(['edit'])] })
    create(to, robot, { metadata: { labels: { [promote]: 'true' } } })
    expect(at(find(to, oil)?.status, 'promotions')).toMatchObject([{ name, clusterRoles: ['edit', 'view'] }])
  })

  it('is one that the selector of the promotion matches, in a namespace that the rule selects', () => {
    const selector = { matchLabels: { tier: 'ci' } }
    const inProd = { ...rule(['edit']), namespaceSelector: { matchLabels: { env: 'prod' } } }
    const to = cluster({ rules: [rule(['view'], { selector }), inProd] })
    create(to, robot, { metadata: { labels: { [promote]: 'true' } } })
    expect(at(find(to, oil)?.status, 'promotions') ?? []).toEqual([])
    change(to, robot, { metadata: { labels: { tier: 'ci' } } })
    lookAgain(to)
    expect(at(find(to, oil)?.status, 'promotions')).toMatchObject([{ name, clusterRoles: ['view'] }])
  })

  it('loses its roles with the label', () => {
    const to = cluster({ rules: [rule(['view'])] })
    create(to, robot, { metadata: { labels: { [promote]: 'true' } } })
    expect(rolesIn(to, 'oil-prod')).toEqual(['view'])
    change(to, robot, { metadata: { labels: { [promote]: null } } })
    expect(rolesIn(to, 'oil-prod')).toEqual([])
  })
})

describe('a ServiceAccount that is promoted to owner', () => {
  it('is an owner of its Tenant, and may make namespaces', () => {
    const to = cluster({ permissions: { allowOwnerPromotion: true } })
    create(to, robot, { metadata: { labels: { [promoteOwner]: 'true' } } })
    expect(listAt(find(to, oil)?.status, 'owners').map((owner) => at(owner, 'name'))).toContain(name)
    const provisioner = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      name: 'capsule-namespace-provisioner',
    }
    expect(listAt(find(to, provisioner), 'subjects')).toContainEqual({
      kind: 'ServiceAccount',
      namespace: 'oil-dev',
      name: 'robot',
    })
  })

  it('is none where the Tenant does not allow it', () => {
    const to = cluster({ permissions: { allowOwnerPromotion: false } })
    const { code } = create(to, robot, { metadata: { labels: { [promoteOwner]: 'true' } } })
    expect(code).toBe(403)
    expect(listAt(find(to, oil)?.status, 'owners').map((owner) => at(owner, 'name'))).not.toContain(name)
  })
})

describe('the owners of a Tenant', () => {
  it('are the administrators too, with the roles of administration', () => {
    const to = cluster({})
    expect(listAt(find(to, oil)?.status, 'owners')).toContainEqual({
      kind: 'User',
      name: 'kubernetes-admin',
      clusterRoles: ['capsule-namespace-deleter'],
    })
  })

  it('are TenantOwners that bear its name, with the roles of both, once something has the Tenant looked at', () => {
    const to = cluster({ owners: [{ ...alice, clusterRoles: ['view'] }] })
    const owner = { apiVersion: capsuleVersion, kind: 'TenantOwner', name: 'a' }
    const spec = { ...alice, clusterRoles: ['edit'] }
    create(to, owner, { metadata: { labels: { 'projectcapsule.dev/tenant': 'oil' } }, spec })
    expect(listAt(find(to, oil)?.status, 'owners')).toContainEqual({ ...alice, clusterRoles: ['view'] })
    lookAgain(to)
    expect(listAt(find(to, oil)?.status, 'owners')).toContainEqual({ ...alice, clusterRoles: ['edit', 'view'] })
  })
})
