import { controlPlane, type KubeObject, type UserInfo } from '@capsule-whatif/model'
import { describe, expect, it } from 'vitest'
import type { AskedAction } from '../../src/ask.ts'
import type { CauseLink } from '../../src/causes/cause-chain.ts'
import { ruleOf } from '../../src/causes/rules.ts'
import { type Why, whyEffect } from '../../src/causes/why-effect.ts'
import { type RecordedWrite, type Recording, recording, twoTenants } from '../metadata/recorded.ts'

const deleteDefinition = 'delete crd tenants.capsule.clastix.io'

/** Actors and what they did, from the effect back to the action. */
function actorsOf({ chains }: Why, index = 0): readonly string[] {
  return (chains[index]?.links ?? []).map(({ actor, did }) => `${actor}: ${did}`)
}

const versions = ['0.14', '0.7'] as const

/** Scenarios of which recordings tell who wrote what: what was done, and what is asked about. */
const scenarios: readonly (readonly [
  name: string,
  actions: readonly (string | AskedAction)[],
  objects: readonly string[],
])[] = [
  ['incident-crd-deleted', [deleteDefinition], ['Namespace oil-dev', 'Namespace gas-dev']],
  ['incident-crd-deleted', [deleteDefinition], ['Tenant oil', 'CustomResourceDefinition tenants.capsule.clastix.io']],
  ['incident-tenant-deleted', ['delete tenant oil'], ['Namespace oil-prod', 'Tenant oil']],
  ['incident-tenant-foreground', ['delete tenant oil --cascade=foreground'], ['Namespace oil-dev', 'Tenant oil']],
  ['incident-crd-deleted-prevented', [deleteDefinition], ['Namespace oil-prod']],
  ['incident-delete-namespace-as-owner', [{ do: 'delete namespace oil-dev', as: alice() }], ['Namespace oil-dev']],
]

function alice(): UserInfo {
  return { user: 'alice', groups: ['projectcapsule.dev', 'system:authenticated'] }
}

describe.each(versions)('the chain of a loss, with Capsule %s', (version) => {
  it.each(scenarios)('has the actors that wrote it in %s', (name, actions, objects) => {
    const recorded = recording(version, 'incident', name)
    for (const object of objects) {
      const [kind = '', place = ''] = object.split(' ')
      const why = whyEffect(recorded, actions, { kind, name: place })
      expect(why.outcome).toBe('gone')
      const links = why.chains.flatMap((chain) => chain.links)
      expect(links.length).toBeGreaterThan(0)
      expect(links.filter((link) => link.request && !isRecorded(link, recorded))).toEqual([])
      expect(links.filter(({ rule }) => rule === undefined)).toEqual([])
    }
  })

  it.each(scenarios)(
    'leads back to the one who acted in %s, each link later than the next',
    (name, actions, objects) => {
      const { objects: before } = recording(version, 'incident', name)
      for (const object of objects) {
        const [kind = '', place = ''] = object.split(' ')
        for (const { links } of whyEffect({ objects: before }, actions, { kind, name: place }).chains) {
          const [action] = actions
          const actor = typeof action === 'object' ? action.as?.user : 'kubernetes-admin'
          expect(links.at(-1)?.actor).toBe(actor)
          const moments = links.map(({ seconds }) => seconds)
          expect(moments).toEqual(moments.toSorted((a, b) => b - a))
          expect(links.slice(0, -1).every(({ calledBy }, index) => calledBy === links[index + 1]?.did)).toBe(true)
        }
      }
    },
  )
})

/** Whether a recording has the write of a link: the same user, verb, resource and name, and a success. */
function isRecorded({ actor, user = actor, request }: CauseLink, { writes }: Recording): boolean {
  const wanted = `${user} ${request?.text ?? ''}`
  // what the namespace controller deletes by collections is left out of recordings
  return wanted.includes('namespace-controller deletecollection') || writes.some((write) => textOf(write) === wanted)
}

function textOf({ user, verb, resource, subresource, namespace, name = '', code }: RecordedWrite): string {
  const what = subresource === undefined ? resource : `${resource}/${subresource}`
  const place = namespace === undefined || resource === 'namespaces' ? name : `${namespace}/${name}`
  return code < 400 ? `${user} ${verb} ${what} ${place}` : ''
}

describe('the chain of an effect', () => {
  const objects: readonly KubeObject[] = twoTenants()

  it('with Capsule 0.14 leads through the operator, which the storage write of the API server called', () => {
    const { objects: before } = recording('0.14', 'incident', 'incident-crd-deleted')
    const why = whyEffect({ objects: before }, [deleteDefinition], { kind: 'Namespace', name: 'oil-dev' })
    expect(actorsOf(why)).toEqual([
      'namespace-controller: removed Namespace oil-dev',
      'capsule/tenants: marked Namespace oil-dev to be deleted',
      'crd_finalizer: marked Tenant oil to be deleted',
      'kubernetes-admin: marked CustomResourceDefinition tenants.capsule.clastix.io to be deleted',
    ])
    expect(why.chains[0]?.links[2]?.request).toBeUndefined()
  })

  it('with Capsule 0.7 leads through the garbage collector', () => {
    const { objects: before } = recording('0.7', 'incident', 'incident-crd-deleted')
    const why = whyEffect({ objects: before }, [deleteDefinition], { kind: 'Namespace', name: 'oil-dev' })
    expect(actorsOf(why)).toEqual([
      'namespace-controller: removed Namespace oil-dev',
      'garbage-collector-controller: marked Namespace oil-dev to be deleted',
      'crd_finalizer: removed Tenant oil',
      'kubernetes-admin: marked CustomResourceDefinition tenants.capsule.clastix.io to be deleted',
    ])
  })

  it('tells who marked an object apart from who let it go', () => {
    const patch = (finalizers: string): string =>
      `patch secret key -n gas-dev --type merge -p '{"metadata":{"finalizers":${finalizers}}}'`
    const actions = [patch('["example.com/keep"]'), 'delete secret key -n gas-dev', patch('null')]
    const why = whyEffect({ objects }, actions, { kind: 'Secret', namespace: 'gas-dev', name: 'key' })
    expect(why.chains.map(({ of }) => of)).toEqual(['removed', 'marked'])
    expect(why.chains.map(({ links }) => links[0]?.request?.text)).toEqual([
      'patch secrets gas-dev/key',
      'delete secrets gas-dev/key',
    ])
  })

  it('of something made is who made it', () => {
    const create: AskedAction = { do: 'create namespace oil-new', as: alice() }
    const why = whyEffect({ objects }, [create], { kind: 'ServiceAccount', namespace: 'oil-new', name: 'default' })
    expect(actorsOf(why)).toEqual([
      'service-account-controller: created ServiceAccount oil-new/default',
      'alice: created Namespace oil-new',
    ])
  })

  it('begins with the process that was started, where that looked at everything', () => {
    const actions = ['operator stop', 'delete tenant gas', deleteDefinition, 'operator start']
    const why = whyEffect({ objects }, actions, { kind: 'Namespace', name: 'gas-dev' })
    expect(actorsOf(why).at(-1)).toBe('capsule: started')
  })

  it('is empty where nothing became of the object, and says where there is none', () => {
    const kept = whyEffect({ objects }, ['delete tenant gas'], { kind: 'Namespace', name: 'oil-dev' })
    expect(kept).toEqual({ object: 'Namespace oil-dev', chains: [], notes: [] })
    const none = whyEffect({ objects }, ['delete tenant gas'], { kind: 'Namespace', name: 'oil-dve' })
    expect(none.notes).toEqual([
      'The snapshot has no Namespace oil-dve, and nothing makes it. Did you mean Namespace oil-dev?',
    ])
  })
})

describe('the table of rules', () => {
  it.each(versions)('has a rule for whatever a controller of Capsule %s or of Kubernetes writes', (capsule) => {
    const { workers } = controlPlane({ capsule })
    const without = [...workers.keys()].filter(
      (writer) => !ruleOf({ writer, verb: 'update', resource: 'tenants', change: 'changed' }, capsule),
    )
    expect(without).toEqual([])
  })

  it('says one sentence each, with a source', () => {
    const rule = ruleOf({ writer: 'capsule/tenants', verb: 'delete', resource: 'namespaces', change: 'marked' }, '0.14')
    expect(rule?.source).toContain('R8.2')
    expect(ruleOf({ writer: 'nobody', resource: 'namespaces', change: 'marked' }, '0.14')).toBeUndefined()
  })
})
