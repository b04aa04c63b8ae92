import '@capsule-whatif/fixtures/vitest'
import { describe, expect, it } from 'vitest'
import type { Answer, Effect } from '../../src/predict/prediction.ts'
import { whatIf } from '../../src/what-if/what-if.ts'
import { twoTenants } from '../metadata/recorded.ts'

const objects = twoTenants()
const start = whatIf({ objects })
const alice = start.as('alice', 'projectcapsule.dev')
const incident = start.when('delete crd tenants.capsule.clastix.io')
const stopped = start.when('operator stop', 'delete crd tenants.capsule.clastix.io')
const forbidden = alice.when('delete namespace gas-dev')
const cordoned = start.when(`patch tenant oil --type merge -p '{"spec":{"cordoned":true}}'`)
const created = alice.when('create namespace oil-new')
const repaired = start.when('delete configmap kube-root-ca.crt -n oil-dev')
const blind = whatIf({ objects: objects.filter(({ kind }) => !kind.includes('Webhook')) }).when('delete tenant oil')
const oil = { kind: 'Tenant', name: 'oil' }
const quota = { kind: 'ResourceQuota', namespace: 'oil-new', name: 'capsule-oil-0' }
const certificate = { kind: 'ConfigMap', namespace: 'oil-dev', name: 'kube-root-ca.crt' }

function messageOf(expectation: () => void): string {
  try {
    expectation()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('the expectation was met')
}

describe('each matcher holds, its opposite does not, and the message says why', () => {
  it.each<readonly [string, () => void, () => void, readonly string[]]>([
    [
      'toLoseNamespace',
      () => expect(incident).toLoseNamespace('oil-prod'),
      () => expect(incident).not.toLoseNamespace('oil-prod'),
      [
        'expected not to lose Namespace oil-prod, but it is lost',
        'and 9 objects in it',
        'because: namespace-controller',
      ],
    ],
    [
      'toKeepNamespace',
      () => expect(stopped).toKeepNamespace('oil-prod'),
      () => expect(stopped).not.toKeepNamespace('oil-prod'),
      ['expected not to keep Namespace oil-prod, but it is kept', 'nothing deletes it'],
    ],
    [
      'toLose',
      () => expect(incident).toLose(oil),
      () => expect(stopped).toLose(oil),
      ['expected to lose Tenant oil, but it is terminating, held by finalizers'],
    ],
    [
      'toKeep',
      () => expect(forbidden).toKeep(oil),
      () => expect(stopped).toKeep(oil),
      ['expected to keep Tenant oil, but it is terminating', 'would not happen with: an admission policy'],
    ],
    [
      'toBeRefusedWith',
      () => expect(forbidden).toBeRefusedWith({ code: 403, reason: 'Forbidden', message: 'cannot delete resource' }),
      () => expect(forbidden).toBeRefusedWith({ code: 404 }),
      ['expected to be refused with 404, but the words are others', 'because: 403 Forbidden: namespaces "gas-dev"'],
    ],
    [
      'toBeRefusedWith a pattern',
      () => expect(forbidden).toBeRefusedWith(/User "alice"/),
      () => expect(created).toBeRefusedWith(/User "alice"/),
      ['expected to be refused with /User "alice"/, but nothing is refused', 'accepted (201)'],
    ],
    [
      'toBeAllowed',
      () => expect(created).toBeAllowed(),
      () => expect(forbidden).toBeAllowed(),
      ['refused: 1. alice: delete namespaces gas-dev', 'would not happen with: kubernetes-admin asking'],
    ],
    [
      'toBeCertain',
      () => expect(incident).toBeCertain(),
      () => expect(blind).toBeCertain(),
      ['expected to be certain, but', 'not certain: The snapshot has no ValidatingWebhookConfigurations'],
    ],
    [
      'toConverge',
      () => expect(incident).toConverge(),
      () => expect(incident).not.toConverge(),
      ['expected not to come to rest, but it is quiet after 10 s'],
    ],
    [
      'toBeStuck',
      () => expect(stopped).toBeStuck(oil),
      () => expect(stopped).not.toBeStuck(),
      [
        'expected nothing to be stuck, but CustomResourceDefinition',
        'is left terminating',
        'because: kubernetes-admin: delete customresourcedefinitions',
      ],
    ],
    [
      'toChange',
      () => expect(cordoned).toChange({ kind: 'Namespace', name: 'oil-dev' }, ['metadata.labels']),
      () => expect(cordoned).toChange({ kind: 'Namespace', name: 'oil-dev' }, ['metadata.labels', 'spec']),
      ['expected Namespace oil-dev to change in spec, but it does not', 'projectcapsule.dev/cordoned'],
    ],
    [
      'toCreate',
      () => expect(created).toCreate(quota),
      () => expect(created).toCreate({ ...quota, name: 'capsule-oil-1' }),
      ['expected to create ResourceQuota oil-new/capsule-oil-1', 'created: ResourceQuota oil-new/capsule-oil-0'],
    ],
    [
      'toRepair',
      () => expect(repaired).toRepair(certificate),
      () => expect(cordoned).toRepair(oil, ['spec.cordoned']),
      ['expected to repair Tenant oil in spec.cordoned, but it stays changed'],
    ],
  ])('%s', (_, met, unmet, parts) => {
    met()
    const message = messageOf(unmet)
    for (const part of parts) expect(message).toContain(part)
  })
})

describe('what is not certain', () => {
  const loss: Effect = { outcome: 'gone', kind: 'Namespace', name: 'oil-dev', causes: [] }
  const quiet: Answer = { ...start.answer(), effects: [], instead: [], pending: [] }

  it('what may be lost is neither lost nor kept', () => {
    const answer = { ...quiet, instead: [loss] }
    const unmet = [
      () => expect(answer).toLoseNamespace('oil-dev'),
      () => expect(answer).not.toLoseNamespace('oil-dev'),
      () => expect(answer).toKeepNamespace('oil-dev'),
      () => expect(answer).not.toKeepNamespace('oil-dev'),
    ]
    for (const each of unmet)
      expect(messageOf(each)).toContain('it is lost in some orders of events, and kept in others')
  })

  it('what goes without any action is not lost through it, nor kept', () => {
    const answer = { ...quiet, pending: [loss] }
    expect(messageOf(() => expect(answer).toKeepNamespace('oil-dev'))).toContain('lost without any action')
    expect(messageOf(() => expect(answer).toLoseNamespace('oil-dev'))).toContain('lost without any action')
  })

  it('an object that was never there is neither lost nor kept: a slip of the pen is told', () => {
    expect(() => expect(stopped).toKeepNamespace('oil-prd')).toThrow('the snapshot has no Namespace oil-prd')
    expect(() => expect(stopped).not.toLoseNamespace('oil-prd')).toThrow('the snapshot has no Namespace oil-prd')
  })

  it('an answer that did not come to rest does not converge', () => {
    expect(messageOf(() => expect({ ...quiet, settled: false }).toConverge())).toContain('something is still written')
  })
})

describe('in all orders', () => {
  const race = start.when('delete tenant oil', 'operator stop').inAllOrders()
  const tenant = { kind: 'Tenant', name: 'oil' }

  it('what ends alike whatever the order is lost and stuck as along the likely one', () => {
    const deletion = start.when('delete tenant oil').inAllOrders()
    expect(deletion).toLoseNamespace('oil-prod')
    expect(deletion).toKeepNamespace('gas-dev')
    expect(deletion).toConverge()
    expect(deletion).toBeAllowed()
  })

  it('what depends on the order is neither so nor otherwise', () => {
    const unmet = [() => expect(race).toLoseNamespace('oil-prod'), () => expect(race).not.toLoseNamespace('oil-prod')]
    for (const each of unmet) expect(messageOf(each)).toContain('lost in some orders of events, and kept in others')
    const stuck = [() => expect(race).toBeStuck(tenant), () => expect(race).not.toBeStuck(tenant)]
    for (const each of stuck)
      expect(messageOf(each)).toContain('to leave Tenant oil stuck, but that depends on the order of events')
  })

  it('the message names the two steps that decide', () => {
    const message = messageOf(() => expect(race).not.toBeStuck(tenant))
    expect(message).toContain('because: kubernetes-admin: operator stop before capsule/tenants oil')
  })

  it('where not all were looked at, nothing is certain', () => {
    const some = start.when('delete tenant oil').inAllOrders({ statesMax: 3 })
    const unmet = [
      () => expect(some).toKeepNamespace('gas-dev'),
      () => expect(some).not.toKeepNamespace('gas-dev'),
      () => expect(some).toBeAllowed(),
      () => expect(some).toConverge(),
      () => expect(some).not.toCreate(quota),
      () => expect(some).toRepair(tenant),
      () => expect(some).not.toRepair(tenant),
    ]
    for (const each of unmet) expect(messageOf(each)).toContain('not all orders of events were looked at')
    expect(messageOf(() => expect(some).toBeCertain())).toContain('not certain: Not looked at: ')
  })

  it('what prevents a loss does so in all of them', () => {
    const message = messageOf(() => expect(start.when('delete tenant oil').inAllOrders()).toKeepNamespace('oil-prod'))
    expect(message).toContain('would not happen with: preventDeletion on Tenant oil')
    expect(message).toContain('would not happen until later with: the operator stopped')
  })
})

describe('what is given to expect', () => {
  it('is an answer as well, but then nothing is tried', () => {
    expect(incident.answer()).toLoseNamespace('oil-prod')
    const message = messageOf(() => expect(incident.answer()).toKeepNamespace('oil-prod'))
    expect(message).toContain('because: namespace-controller')
    expect(message).toContain('is tried where expect is given whatIf(snapshot).when(...)')
  })

  it('is nothing else', () => {
    expect(() => expect('oil').toBeAllowed()).toThrow('expected an answer of ask or predict')
    expect(() => expect(repaired.answer()).toRepair(certificate)).toThrow('toRepair compares with the snapshot')
  })
})
