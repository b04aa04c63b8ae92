import { describe, expect, it } from 'vitest'
import { ask } from '../../src/ask.ts'
import { singleChangesThatPrevent, type TriedChange, type Worth } from '../../src/causes/prevention.ts'
import type { Effect } from '../../src/predict/prediction.ts'
import { recording, twoTenants } from '../metadata/recorded.ts'

const deleteDefinition = 'delete crd tenants.capsule.clastix.io'
const deleteTenant = 'delete tenant oil'
const operatorStopped = 'the operator stopped'
const preventDeletion = 'preventDeletion on Tenant oil'

type Objects = ReturnType<typeof twoTenants>

function lossOf(objects: Objects, action: string, kind = 'Namespace', name = 'oil-prod'): Effect {
  const found = ask({ objects }, [action]).effects.find((effect) => effect.kind === kind && effect.name === name)
  if (!found) throw new Error(`${action} has no effect on ${kind} ${name}`)
  return found
}

function tried(objects: Objects, action: string): readonly TriedChange[] {
  return singleChangesThatPrevent({ objects }, [action], lossOf(objects, action))
}

function worthOf(all: readonly TriedChange[], change: string): Worth | undefined {
  return all.find((each) => each.change === change)?.worth
}

describe.each(['0.14', '0.7'] as const)('what prevents the loss of a namespace, with Capsule %s', (version) => {
  const withoutDefinition = tried(recording(version, 'incident', 'incident-crd-deleted').objects, deleteDefinition)
  const withoutTenant = tried(recording(version, 'incident', 'incident-tenant-deleted').objects, deleteTenant)

  it.each([
    ['incident-crd-deleted-operator-down', withoutDefinition, operatorStopped],
    ['incident-crd-deleted-prevented', withoutDefinition, preventDeletion],
    ['incident-tenant-deleted-operator-down', withoutTenant, operatorStopped],
    ['incident-tenant-deleted-prevented', withoutTenant, preventDeletion],
  ])('is what prevented it in %s', (name, all, change) => {
    const { after } = recording(version, 'incident', name)
    const stays = after.some(({ kind, metadata }) => kind === 'Namespace' && metadata.name === 'oil-prod')
    expect(worthOf(all, change)).toMatch(stays ? /prevents|delays/ : /fails/)
  })

  it('is delayed alone by stopping the operator, which will be started again', () => {
    expect(worthOf(withoutDefinition, operatorStopped)).toBe('delays')
    expect(worthOf(withoutTenant, operatorStopped)).toBe('delays')
  })

  it('comes with the change made before, as it is told', () => {
    const { objects } = recording(version, 'incident', 'incident-crd-deleted')
    const holding = withoutDefinition.filter(({ worth }) => worth === 'prevents')
    expect(holding.length).toBeGreaterThan(0)
    for (const { before, instead = [{ do: deleteDefinition }], files = {} } of holding) {
      const answer = ask({ objects }, [...before, ...instead], { readFile: (file) => files[file] })
      const mine = answer.effects.filter(({ kind, name }) => kind === 'Namespace' && name === 'oil-prod')
      expect(mine.filter(({ outcome }) => outcome !== 'changed')).toEqual([])
    }
  })
})

it('a policy keeps the namespaces of 0.7, but not what belongs to the tenant in them', () => {
  const all = tried(recording('0.7', 'incident', 'incident-tenant-deleted').objects, deleteTenant)
  const policy = all.find(({ change }) => change === 'an admission policy that refuses to delete Namespace oil-prod')
  expect(policy?.worth).toBe('prevents')
  expect(policy?.costs).toContain('LimitRange oil-prod/capsule-oil-0')
  expect(policy?.costs).not.toContain('ConfigMap oil-prod/kube-root-ca.crt')
})

const configMap = (name: string, uid: string, owner?: string): Objects[number] => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name,
    namespace: 'default',
    uid,
    resourceVersion: '1',
    ...(owner ? { ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'pump', uid: owner }] } : {}),
  },
})

describe('single changes', () => {
  const all = tried(twoTenants(), deleteDefinition)

  it('that prevent come first, then those that delay, those that do not help, those that are refused', () => {
    const order: readonly Worth[] = ['prevents', 'delays', 'fails', 'refused']
    const places = all.map(({ worth }) => order.indexOf(worth))
    expect(places).toEqual(places.toSorted())
    expect(new Set(all.map(({ worth }) => worth))).toEqual(new Set(order))
  })

  it('say with which words the change itself is refused', () => {
    const detached = all.find(({ change }) => change.includes('both in one patch'))
    expect(detached?.worth).toBe('refused')
    expect(detached?.refusal).toContain('namespace can not remove tenant ownership')
  })

  it('a finalizer on a namespace leaves it terminating', () => {
    expect(worthOf(all, 'a finalizer that nobody removes on Namespace oil-prod')).toBe('fails')
  })

  it('an admission policy says that no recording shows it', () => {
    const policies = all.filter(({ change }) => change.startsWith('an admission policy'))
    expect(policies.length).toBeGreaterThan(1)
    for (const { basis } of policies) expect(basis).toContain('no recording')
  })

  it('let the operator run where it does not', () => {
    const objects = twoTenants()
    const [loss] = ask({ objects }, [deleteDefinition], { operatorRunning: false }).effects
    const without = loss && singleChangesThatPrevent({ objects }, [deleteDefinition], loss, { operatorRunning: false })
    expect(without?.map(({ change }) => change)).not.toContain(operatorStopped)
    expect(without?.map(({ change }) => change)).toContain('the operator running')
  })

  it('do not help against what is under way before they are made', () => {
    const objects = [...twoTenants(), configMap('valve', 'uid-2', 'uid-1')]
    const [loss] = ask({ objects }, [deleteTenant]).pending.filter(({ name }) => name === 'valve')
    const changes = loss && singleChangesThatPrevent({ objects }, [deleteTenant], loss)
    expect(changes?.some(({ worth }) => worth === 'fails')).toBe(true)
    expect(changes?.filter(({ worth }) => worth === 'prevents' || worth === 'delays')).toEqual([])
  })

  it('an owner orphans what a deletion would take with it', () => {
    const objects = [...twoTenants(), configMap('pump', 'uid-1'), configMap('valve', 'uid-2', 'uid-1')]
    const action = 'delete configmap pump -n default'
    const changes = singleChangesThatPrevent({ objects }, [action], lossOf(objects, action, 'ConfigMap', 'valve'))
    expect(worthOf(changes, '--cascade=orphan in what is done')).toBe('prevents')
    expect(worthOf(changes, 'no owner references on ConfigMap default/valve')).toBe('prevents')
  })
})

describe('what would have let a request through', () => {
  it('is a Tenant without preventDeletion', () => {
    const objects = twoTenants({ preventDeletion: true })
    const [refusal] = ask({ objects }, [deleteTenant]).refusals
    const changes = refusal && singleChangesThatPrevent({ objects }, [deleteTenant], refusal)
    expect(changes?.map(({ change, worth }) => [worth, change])).toEqual([
      ['prevents', 'no preventDeletion on Tenant oil'],
      ['fails', "projectcapsule.dev among the user's groups"],
      ['fails', 'kubernetes-admin asking'],
    ])
  })

  it('is the group of the users of Capsule', () => {
    const objects = twoTenants()
    const as = { user: 'alice', groups: ['system:authenticated'] }
    const actions = [{ do: 'create namespace oil-new', as }]
    const [refusal] = ask({ objects }, actions).refusals
    const changes = refusal && singleChangesThatPrevent({ objects }, actions, refusal)
    expect(changes && worthOf(changes, "projectcapsule.dev among the user's groups")).toBe('prevents')
  })

  it('is the operator, where it does not run', () => {
    const objects = twoTenants()
    const [refusal] = ask({ objects }, [deleteTenant], { operatorRunning: false }).refusals
    const changes =
      refusal && singleChangesThatPrevent({ objects }, [deleteTenant], refusal, { operatorRunning: false })
    expect(changes && worthOf(changes, 'the operator running')).toBe('prevents')
  })

  it('is the operator, where it was stopped on the way', () => {
    const objects = twoTenants()
    const actions = ['operator stop', 'create namespace oil-new']
    const [refusal] = ask({ objects }, actions).refusals
    const changes = refusal && singleChangesThatPrevent({ objects }, actions, refusal)
    expect(changes && worthOf(changes, 'the operator not stopped')).toBe('prevents')
  })
})
