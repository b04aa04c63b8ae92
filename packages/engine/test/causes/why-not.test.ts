import type { KubeObject } from '@capsule-whatif/model'
import { describe, expect, it } from 'vitest'
import type { Reason, ReasonKind } from '../../src/causes/reason.ts'
import { type WhyNot, whyNot } from '../../src/causes/why-not.ts'
import { recording, twoTenants } from '../metadata/recorded.ts'

const deleteDefinition = 'delete crd tenants.capsule.clastix.io'

function namespace(name: string): { readonly kind: string; readonly name: string } {
  return { kind: 'Namespace', name }
}

function kindsOf({ reasons }: WhyNot): readonly ReasonKind[] {
  return reasons.map(({ kind }) => kind)
}

function reasonsOf({ reasons }: WhyNot, kind: ReasonKind): readonly Reason[] {
  return reasons.filter((reason) => reason.kind === kind)
}

describe.each(['0.14', '0.7'] as const)('why nothing became of a namespace, with Capsule %s', (version) => {
  it('is the refusal, with its webhook and the recorded words', () => {
    const { objects, steps } = recording(version, 'incident', 'incident-tenant-deleted-prevented')
    const answer = whyNot({ objects }, ['delete tenant oil'], namespace('oil-dev'))
    const [refused] = reasonsOf(answer, 'refused')
    expect(refused?.about).toBe('Tenant oil')
    expect(refused?.words).toBe(steps[0]?.response?.body.message)
    expect(refused?.says).toMatch(/was refused with 403 by the webhook tenants\./)
    expect(kindsOf(answer)).toContain('not-asked')
  })

  it('is the webhook that does not answer, where the operator is down', () => {
    const { objects, steps } = recording(version, 'incident', 'incident-tenant-deleted-operator-down')
    const answer = whyNot({ objects }, ['operator stop', 'delete tenant oil'], namespace('oil-dev'))
    const [refused] = reasonsOf(answer, 'refused')
    expect(refused?.words).toBe(steps.find(({ response }) => response)?.response?.body.message)
    expect(refused?.says).toContain('does not answer')
  })

  it('is that nobody asked for it', () => {
    const { objects } = recording(version, 'incident', 'incident-tenant-deleted')
    const answer = whyNot({ objects }, ['delete tenant gas'], namespace('oil-dev'))
    expect(kindsOf(answer)).toEqual(['not-asked', 'owner'])
  })

  it('is nothing where it is lost all the same', () => {
    const { objects } = recording(version, 'incident', 'incident-tenant-deleted')
    const answer = whyNot({ objects }, ['delete tenant oil'], namespace('oil-dev'))
    expect(answer).toEqual({
      object: 'Namespace oil-dev',
      wasThere: true,
      isThere: false,
      outcome: 'gone',
      reasons: [],
    })
  })
})

describe('why nothing became of an object', () => {
  it('is the stopped operator, and the Tenant that its finalizer holds, as recorded', () => {
    const { objects, after } = recording('0.14', 'incident', 'incident-crd-deleted-operator-down')
    const answer = whyNot({ objects }, ['operator stop', deleteDefinition], namespace('oil-dev'))
    expect(kindsOf(answer)).toEqual(['process-stopped', 'owner', 'terminating', 'terminating'])
    const tenant = after.find(({ kind, metadata }) => kind === 'Tenant' && metadata.name === 'oil')
    expect(tenant?.metadata.deletionTimestamp).toBeDefined()
    for (const finalizer of tenant?.metadata.finalizers ?? [])
      expect(reasonsOf(answer, 'terminating')[0]?.says).toContain(finalizer)
  })

  it('is the reference that was taken off, where the owner orphans', () => {
    const { objects } = recording('0.7', 'incident', 'incident-tenant-deleted')
    const answer = whyNot({ objects }, ['delete tenant oil --cascade=orphan'], namespace('oil-dev'))
    expect(kindsOf(answer)).toEqual(['reference-removed'])
    expect(answer.reasons[0]?.says).toBe('Its reference to Tenant oil was taken off by garbage-collector-controller.')
  })

  it('is the Namespace that stays, and that it has no owner', () => {
    const answer = whyNot({ objects: twoTenants() }, ['delete tenant oil'], {
      kind: 'Secret',
      namespace: 'gas-dev',
      name: 'key',
    })
    expect(kindsOf(answer)).toEqual(['not-asked', 'no-owner', 'namespace-stays'])
  })

  it('is the status of the Tenant that does not name it', () => {
    const answer = whyNot({ objects: twoTenants().map(heldAndForgetful) }, ['delete tenant gas'], namespace('gas-dev'))
    expect(reasonsOf(answer, 'not-in-status')[0]?.source).toContain('R8.2')
    expect(reasonsOf(answer, 'owner')[0]?.says).toContain('terminating but there')
  })

  it('is what was refused where it is to be made, and a near name where nothing is about it', () => {
    const { objects, steps } = recording('0.14', 'incident', 'incident-cordoned')
    const alice = { user: 'alice', groups: ['projectcapsule.dev', 'system:authenticated'] }
    const cordon = `patch tenant oil --type merge -p '{"spec":{"cordoned":true}}'`
    const actions = [cordon, { do: 'create namespace oil-new', as: alice }]
    const refused = whyNot({ objects }, actions, namespace('oil-new'))
    expect(refused).toMatchObject({ wasThere: false, isThere: false })
    expect(refused.reasons[0]?.words).toBe(steps[1]?.response?.body.message)
    const [reason] = whyNot({ objects }, ['delete tenant gas'], namespace('oil-dve')).reasons
    expect(reason?.says).toContain('Did you mean Namespace oil-dev?')
  })
})

/** Tenant gas as somebody else holds it, its status naming no namespace. */
function heldAndForgetful(object: KubeObject): KubeObject {
  if (object.kind !== 'Tenant' || object.metadata.name !== 'gas') return object
  const status = { ...(object.status as object), spaces: [], namespaces: [], size: 0 }
  return { ...object, metadata: { ...object.metadata, finalizers: ['example.com/hold'] }, status }
}
