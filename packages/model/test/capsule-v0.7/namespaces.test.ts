import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../src/object/json.ts'
import type { KubeObject, ObjectMeta } from '../../src/object/kube-object.ts'
import type { UserInfo } from '../../src/request/request.ts'
import {
  admissionRequest,
  alice,
  bob,
  clusterAdmin,
  objectOf,
  reference,
  stateOf,
  tenant,
  user,
} from '../capsule/webhook-world.ts'
import { answer07, ask07, configuration07 } from './asking.ts'

const path = '/namespace-owner-reference'

function namespace(name: string, meta: Partial<ObjectMeta> = {}): KubeObject {
  return objectOf('Namespace', { name, ...meta })
}

/** What becomes of a Namespace in the mutating webhook: its owners by name and uid, or the refusal. */
function assigned(caller: UserInfo, object: KubeObject, ...objects: readonly KubeObject[]): string {
  const answer = answer07(path, admissionRequest('CREATE', caller, object), stateOf(configuration07(), ...objects))
  if (!answer.allowed) return `${answer.code} ${answer.message}`
  const owners = (answer.object ?? object).metadata.ownerReferences ?? []
  return owners.map((owner) => `${owner.name}/${owner.uid}`).join(' ')
}

function updated(caller: UserInfo, old: KubeObject, object: KubeObject, ...objects: readonly KubeObject[]): string {
  const state = stateOf(configuration07(), old, ...objects)
  const mutated = answer07(path, admissionRequest('UPDATE', caller, object, old), state)
  if (!mutated.allowed) return `${mutated.code} ${mutated.message}`
  const verdict = ask07('/namespaces', admissionRequest('UPDATE', caller, mutated.object ?? object, old), state)
  const owners = (mutated.object ?? object).metadata.ownerReferences ?? []
  return verdict === 'allowed' ? owners.map((owner) => `${owner.name}/${owner.uid}`).join(' ') : verdict
}

const oil = tenant('oil', 'alice')
const member = namespace('oil-prod', {
  labels: { 'capsule.clastix.io/tenant': 'oil' },
  ownerReferences: [reference('oil')],
})

function listing(spec: JsonObject = {}): KubeObject {
  return tenant('oil', 'alice', spec, { namespaces: ['oil-prod'] })
}

describe('a new Namespace under v0.7', () => {
  it('of an owner gets a reference to his Tenant, and no label', () => {
    const answer = answer07(path, admissionRequest('CREATE', alice, namespace('new')), stateOf(configuration07(), oil))
    expect(answer.allowed && answer.object?.metadata).toEqual({ name: 'new', ownerReferences: [reference('oil')] })
  })

  it('of anybody but a Capsule user is left alone', () => {
    expect(assigned(clusterAdmin, namespace('new'), oil)).toBe('')
  })

  it('needs a label where its creator owns a Tenant twice, as a user and through a group', () => {
    const owners = [
      { kind: 'User', name: 'alice' },
      { kind: 'Group', name: 'projectcapsule.dev' },
    ]
    expect(assigned(alice, namespace('new'), tenant('oil', 'alice', { owners }))).toBe(
      '403 Unable to assign namespace to tenant. Please use capsule.clastix.io/tenant label when creating a namespace',
    )
  })

  it('has its stale uid corrected', () => {
    expect(assigned(alice, namespace('new', { ownerReferences: [reference('oil', 'stale')] }), oil)).toBe('oil/uid-oil')
  })

  it('keeps references to Tenants of others', () => {
    const given = namespace('new', { ownerReferences: [reference('gas')] })
    expect(assigned(alice, given, oil, tenant('gas', 'bob'))).toBe('gas/uid-gas oil/uid-oil')
  })

  it('is refused where its label names a Tenant of others, or none', () => {
    const labelled = (name: string): KubeObject => namespace('new', { labels: { 'capsule.clastix.io/tenant': name } })
    expect(assigned(alice, labelled('gas'), oil, tenant('gas', 'bob'))).toBe(
      '403 Cannot assign the desired namespace to a non-owned Tenant',
    )
    expect(assigned(alice, labelled('coal'), oil)).toBe('400 Tenant.capsule.clastix.io "coal" not found')
  })

  it('is refused once the status lists as many as the Tenant may have, unless it is there already', () => {
    const full = listing({ namespaceOptions: { quota: 1 } })
    const create = (name: string): string => {
      const object = namespace(name, { ownerReferences: [reference('oil')] })
      return ask07('/namespaces', admissionRequest('CREATE', alice, object), stateOf(configuration07(), full, member))
    }
    expect(create('new')).toBe('403 Cannot exceed Namespace quota: please, reach out to the system administrators')
    expect(create('oil-prod')).toBe('allowed')
  })

  it('has the prefix that the configuration forces, unless its Tenant says otherwise', () => {
    const create = (spec: JsonObject): string => {
      const object = namespace('new', { ownerReferences: [reference('oil')] })
      const state = stateOf(configuration07({ forceTenantPrefix: true }), tenant('oil', 'alice', spec))
      return ask07('/namespaces', admissionRequest('CREATE', alice, object), state)
    }
    expect(create({})).toBe("403 The namespace doesn't match the tenant prefix, expected oil-new")
    expect(create({ forceTenantPrefix: false })).toBe('allowed')
  })
})

describe('a Namespace of a Tenant under v0.7', () => {
  it('is moved by a cluster administrator with its reference alone', () => {
    const moved = namespace('oil-prod', { ownerReferences: [reference('gas')] })
    expect(updated(clusterAdmin, member, moved, listing(), tenant('gas', 'bob'))).toBe('gas/uid-gas')
  })

  it('keeps its reference whatever its owner does to it', () => {
    expect(updated(alice, member, namespace('oil-prod', { ownerReferences: [reference('gas')] }), listing())).toBe(
      'oil/uid-oil',
    )
    expect(updated(alice, member, namespace('oil-prod'), listing())).toBe('oil/uid-oil')
  })

  it('is nobody else’s, and nobody’s before a status lists it or with a stale uid', () => {
    const denied = '403 Denied patch request for this namespace'
    expect(updated(bob, member, member, listing())).toBe(denied)
    expect(updated(alice, member, member, oil)).toBe(denied)
    const stale = namespace('oil-prod', { ownerReferences: [reference('oil', 'stale')] })
    expect(updated(alice, stale, stale, listing())).toBe(denied)
  })

  it('may be labelled with another Tenant by its owner: only the label it had is asked', () => {
    const relabelled = { ...member, metadata: { ...member.metadata, labels: { 'capsule.clastix.io/tenant': 'gas' } } }
    expect(updated(alice, member, relabelled, listing())).toBe('oil/uid-oil')
    const listed = listing()
    const others = tenant('gas', 'bob')
    expect(updated(alice, relabelled, member, listed, others)).toBe('403 namespace/oil-prod can not be patched')
  })

  it('is neither changed nor deleted by Capsule users while its Tenant is cordoned', () => {
    const state = stateOf(configuration07(), member, listing({ cordoned: true }))
    const remove = (caller: UserInfo): string =>
      ask07('/namespaces', admissionRequest('DELETE', caller, undefined, member), state)
    expect(remove(alice)).toBe('403 the selected Tenant is freezed')
    expect(remove(clusterAdmin)).toBe('allowed')
    expect(updated(alice, member, member, listing({ cordoned: true }))).toBe('403 the selected Tenant is freezed')
  })

  it('loses no forbidden key by its owner', () => {
    const spec = { namespaceOptions: { forbiddenLabels: { denied: ['b', 'A'], deniedRegex: '' } } }
    const labels = { 'capsule.clastix.io/tenant': 'oil', b: '1' }
    const labelled = { ...member, metadata: { ...member.metadata, labels } }
    expect(updated(alice, labelled, labelled, listing(spec))).toBe('oil/uid-oil')
    expect(updated(alice, labelled, member, listing(spec))).toBe(
      '403 namespace labels validation failed: b is forbidden for the current Tenant. Forbidden are one of the following (A, b)',
    )
  })

  it('makes the webhook panic with a pattern of annotations that does not compile', () => {
    const spec = { namespaceOptions: { forbiddenAnnotations: { deniedRegex: '[' } } }
    const annotated = { ...member, metadata: { ...member.metadata, annotations: { a: '1' } } }
    expect(updated(alice, member, annotated, listing(spec))).toMatch(
      /^500 panic: regexp: Compile\(`\[`\): .* \[recovered\]$/,
    )
  })

  it('has to have the node selector before its owner may change anything', () => {
    const spec = { nodeSelector: { pool: 'a' } }
    expect(updated(alice, member, member, listing(spec))).toBe(
      '403 the node-selector annotation is enforced, cannot be removed',
    )
  })

  it('makes its ServiceAccounts Capsule users', () => {
    const account = user('system:serviceaccount:oil-prod:ci', 'system:serviceaccounts')
    const foreign = namespace('kube-public')
    expect(updated(account, foreign, foreign, listing())).toBe('403 Denied patch request for this namespace')
    expect(updated(account, foreign, foreign, oil)).toBe('')
  })
})
