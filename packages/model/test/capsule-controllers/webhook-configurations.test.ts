import { describe, expect, it } from 'vitest'
import { at, isJsonObject, type JsonObject, listAt, objectAt } from '../../src/object/json.ts'
import { capsuleVersion, change, find, type Named, remove } from './requests.ts'
import { askAtOnce, capsule, type World, world } from './whole-cluster.ts'

const configuration: Named = { apiVersion: capsuleVersion, kind: 'CapsuleConfiguration', name: 'default' }
const stateHash = 'projectcapsule.dev/admission-state-hash'

function hooks(name: string = 'capsule-dynamic-webhook'): Named {
  return { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingWebhookConfiguration', name }
}

function configured(of: World): readonly JsonObject[] {
  return listAt(find(of, configuration)?.spec, 'admission', 'validating', 'webhooks').filter(isJsonObject)
}

function configure(to: World, validating: JsonObject): void {
  change(to, configuration, { spec: { admission: { validating } } })
}

function namesOfHooks(of: World): readonly unknown[] {
  return listAt(find(of, hooks()), 'webhooks').map((hook) => at(hook, 'name'))
}

describe('the webhook configuration', () => {
  it('has the hooks of the CapsuleConfiguration in order of their names, each at its path of the service', () => {
    const cluster = world()
    const [first] = configured(cluster)
    const named = ['z.example.com', 'a.example.com'].map((name) => ({ ...first, name, path: name.slice(0, 1) }))
    configure(cluster, { client: { url: null, service: { namespace: 'n', name: 's' } }, webhooks: named })
    const made = listAt(find(cluster, hooks()), 'webhooks')
    expect(made.map((hook) => at(hook, 'name'))).toEqual(['a.example.com', 'z.example.com'])
    expect(made.map((hook) => at(hook, 'clientConfig', 'service', 'path'))).toEqual(['/a', '/z'])
    expect(made.some((hook) => at(hook, 'path') !== undefined)).toBe(false)
  })

  it('calls a path of the address, where the client has one in place of the service', () => {
    const cluster = world()
    const [first] = configured(cluster)
    const hook = { ...first, name: 'a.example.com', failurePolicy: 'Ignore' }
    configure(cluster, {
      client: { url: 'https://hooks.example.com/', service: null },
      webhooks: [{ ...hook, path: '/a' }],
    })
    expect(at(find(cluster, hooks()), 'webhooks', 0, 'clientConfig', 'url')).toBe('https://hooks.example.com/a')
  })

  it('is put right when somebody changes it', () => {
    const cluster = world()
    const before = namesOfHooks(cluster)
    change(cluster, hooks(), { webhooks: [] })
    expect(before.length).toBeGreaterThan(0)
    expect(namesOfHooks(cluster)).toEqual(before)
  })

  it('is made again when it is deleted, and goes with the CapsuleConfiguration', () => {
    const cluster = world()
    const before = namesOfHooks(cluster)
    remove(cluster, hooks())
    expect(namesOfHooks(cluster)).toEqual(before)
    expect(find(cluster, hooks())?.metadata.ownerReferences).toMatchObject([{ kind: 'CapsuleConfiguration' }])
    expect(find(cluster, hooks())?.metadata.annotations).toHaveProperty([stateHash])
  })

  it('keeps the bundle of certificates that somebody else put there', () => {
    const cluster = world()
    const webhooks = listAt(find(cluster, hooks()), 'webhooks').map((hook) => ({
      ...objectAt(hook),
      clientConfig: { ...objectAt(hook, 'clientConfig'), caBundle: 'Y2E=' },
    }))
    change(cluster, hooks(), { webhooks })
    configure(cluster, { labels: { new: 'yes' }, client: { caBundle: null } })
    const found = find(cluster, hooks())
    expect(found?.metadata.labels).toMatchObject({ new: 'yes', 'projectcapsule.dev/created-by': 'controller' })
    expect(listAt(found, 'webhooks').every((hook) => at(hook, 'clientConfig', 'caBundle') === 'Y2E=')).toBe(true)
  })

  it('of an old name goes when the CapsuleConfiguration names another', () => {
    const cluster = world()
    configure(cluster, { name: 'other' })
    expect(find(cluster, hooks('other'))).toBeDefined()
    expect(find(cluster, hooks())).toBeUndefined()
  })

  it('goes when there are no hooks for it', () => {
    const cluster = world()
    configure(cluster, { webhooks: [] })
    expect(find(cluster, hooks())).toBeUndefined()
  })

  it('stays away once the CapsuleConfiguration is gone: the operator has nothing to make it from', () => {
    const cluster = world()
    askAtOnce(cluster, { verb: 'delete', ...capsule('capsuleconfigurations', 'CapsuleConfiguration'), name: 'default' })
    remove(cluster, hooks())
    expect(find(cluster, hooks())).toBeUndefined()
  })
})
