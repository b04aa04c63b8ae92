import { ownerGraphs } from '@capsule-whatif/fixtures'
import { stateFromObjects } from '@capsule-whatif/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makePicture } from '../../src/pictures/make-picture.ts'
import { onlyOf } from '../../src/pictures/only.ts'
import type { Picture, PicturedObject } from '../../src/pictures/picture.ts'
import { asTree } from '../../src/pictures/tree.ts'
import { predict } from '../../src/predict/predict.ts'
import type { Outcome } from '../../src/predict/prediction.ts'
import { everydayActions } from '../../src/upgrade/everyday-actions.ts'
import { deleteDefinition, expectWellFormed, parsedActions, pictureOf, recorded } from './pictured.ts'

const two = recorded('two-tenants')

const label = ({ kind, namespace = '', name }: Pick<PicturedObject, 'kind' | 'namespace' | 'name'>) =>
  `${kind} ${namespace}/${name}`

const find = ({ objects }: Picture, wanted: string) => objects.find((object) => label(object) === wanted)

const ownedBy = (kind: string, name: string, uid = '') =>
  JSON.stringify({ metadata: { ownerReferences: [{ apiVersion: 'v1', kind, name, uid }] } })

const ofFate: Readonly<Record<Outcome, (object: PicturedObject) => boolean>> = {
  gone: ({ fate }) => fate === 'gone',
  replaced: ({ fate }) => fate === 'gone',
  held: ({ fate }) => fate === 'held',
  created: ({ fate }) => fate === 'created',
  changed: ({ fate }) => fate === 'changed',
}

describe('a picture', () => {
  it.each([
    ['two-tenants', [deleteDefinition], true],
    ['two-tenants', [deleteDefinition, 'operator start'], false],
    ['two-tenants', ['delete tenant oil', 'create namespace oil-prod'], true],
    ['two-tenants', ['delete configmap kube-root-ca.crt -n oil-dev'], true],
    ['two-tenants', ['label namespace oil-dev a=b', 'label namespace oil-dev a-'], true],
    ['two-tenants', ['delete namespace oil-prod --cascade=foreground'], true],
    ['two-tenants-prevent-deletion', ['delete tenant oil', deleteDefinition], true],
    ['installed-operator', ['delete namespace capsule-system'], true],
  ] as const)('of %s, %j (operator runs: %j), shows what predict tells', (name, texts, operatorRunning) => {
    const objects = recorded(name)
    const picture = pictureOf(objects, texts, { operatorRunning })
    const { effects } = predict(objects, parsedActions(objects, texts), { operatorRunning })
    for (const effect of effects)
      expect(
        picture.objects.some((object) => label(object) === label(effect) && ofFate[effect.outcome](object)),
        `${label(effect)} ${effect.outcome}`,
      ).toBe(true)
    const told = new Set(effects.map(label))
    const drawn = picture.objects.filter(({ fate }) => fate !== 'kept' && fate !== 'passing')
    expect(drawn.filter((object) => !told.has(label(object)))).toEqual([])
    expectWellFormed(picture)
  })

  it.each(['0.7', '0.14'] as const)('of any everyday action under Capsule %s follows the laws', (capsule) => {
    const { state } = stateFromObjects(two, Date.parse('2026-11-01T00:00:00Z'))
    const actions = everydayActions(state)
    expect(actions.length).toBeGreaterThan(20)
    for (const { title, user, requests, operator } of actions) {
      const texts = requests.map((request) => ({ text: title, user, actions: [{ type: 'request', request } as const] }))
      expectWellFormed(makePicture(two, texts, { capsule, operatorRunning: operator !== 'down' }))
    }
  })

  it('leads from a namespace that goes back to who asked for it', () => {
    const picture = pictureOf(two, [deleteDefinition])
    const chain: string[] = []
    const last = find(picture, 'Namespace /oil-prod')?.changes.at(-1)?.moment
    for (let at = last; at !== undefined; at = picture.moments[at]?.because)
      chain.push(picture.moments[at]?.actor ?? '')
    expect(chain).toEqual(['namespace-controller', 'capsule/tenants', 'crd_finalizer', 'kubernetes-admin'])
  })

  it('knows an object that is made again as another one', () => {
    const { objects } = pictureOf(two, ['delete configmap kube-root-ca.crt -n oil-dev'])
    const both = objects.filter((object) => label(object) === 'ConfigMap oil-dev/kube-root-ca.crt')
    expect(both.map(({ fate, atStart }) => [fate, atStart])).toEqual([
      ['gone', true],
      ['created', false],
    ])
  })

  it('shows an owner that an object gets, and one that is not there', () => {
    const uid = find(pictureOf(two, []), 'ServiceAccount oil-prod/default')?.uid ?? ''
    const change = (patch: string) => pictureOf(two, [`patch configmap ledger -n oil-prod --type merge -p '${patch}'`])
    const owned = change(ownedBy('ServiceAccount', 'default', uid))
    const owner = owned.objects.findIndex((object) => label(object) === 'ServiceAccount oil-prod/default')
    expect(find(owned, 'ConfigMap oil-prod/ledger')?.changes[0]?.owners).toEqual([
      { kind: 'ServiceAccount', name: 'default', object: owner },
    ])
    const orphan = find(change(ownedBy('ServiceAccount', 'default', 'another')), 'ConfigMap oil-prod/ledger')
    expect(orphan?.changes[0]?.owners).toEqual([{ kind: 'ServiceAccount', name: 'default', verdict: 'absent' }])
    expect(orphan?.fate).toBe('gone')
  })

  it('has every object of any owner graph once, below what it stands within', () => {
    fc.assert(
      fc.property(ownerGraphs('wild'), (objects) => {
        const picture = makePicture(objects, [])
        expectWellFormed(picture)
        const names = picture.objects.filter(({ atStart }) => atStart).map(label)
        expect(new Set(names).size).toBe(names.length)
      }),
      { numRuns: 60 },
    )
  })

  it('shows objects that own themselves in a circle', () => {
    const one = { kind: 'A', name: 'a', depth: 0, atStart: true, finalizers: [], changes: [], fate: 'kept' } as const
    const other = { ...one, name: 'b', owners: [{ kind: 'A', name: 'a', object: 0 }] }
    const tree = asTree([{ ...one, owners: [{ kind: 'A', name: 'b', object: 1 }] }, other])
    expect(tree.map(({ name, within, depth }) => [name, within, depth])).toEqual([
      ['a', undefined, 0],
      ['b', 0, 1],
    ])
  })

  it('says what was refused, and how', () => {
    const { actions } = pictureOf(recorded('two-tenants-prevent-deletion'), ['delete tenant oil'])
    expect(actions).toEqual([
      {
        text: 'delete tenant oil',
        verdict: 'refused (403)',
        messages: [
          'admission webhook "tenants.validating.projectcapsule.dev" denied the request: tenant is protected and cannot be deleted',
        ],
      },
    ])
  })
})

describe('a picture of some kinds and namespaces', () => {
  const whole = pictureOf(two, [deleteDefinition])
  const only = (...wanted: readonly string[]) => {
    const result = onlyOf(whole, wanted)
    if (!result.ok) throw new Error(result.message)
    expectWellFormed(result.picture)
    return result.picture.objects
  }

  it('holds these kinds, in these namespaces', () => {
    expect(only('namespace', 'Tenant').map(({ kind }) => kind)).toContain('Tenant')
    expect(new Set(only('Namespace', 'tenant').map(({ kind }) => kind))).toEqual(new Set(['Namespace', 'Tenant']))
    expect(only('oil-prod').every(({ name, namespace }) => namespace === 'oil-prod' || name === 'oil-prod')).toBe(true)
    expect(only('oil-prod', 'ConfigMap').map(label)).toEqual([
      'ConfigMap oil-prod/kube-root-ca.crt',
      'ConfigMap oil-prod/ledger',
    ])
  })

  it('has what is left stand where it stood, as near as it can', () => {
    const objects = only('CustomResourceDefinition', 'Namespace')
    const namespace = objects.find(({ name }) => name === 'gas-dev')
    expect(objects[namespace?.within ?? -1]?.name).toBe('tenants.capsule.clastix.io')
    expect(namespace?.owners).toEqual([{ kind: 'Tenant', name: 'gas' }])
  })

  it('says what it does not know', () => {
    expect(onlyOf(whole, ['oil-prodd'])).toMatchObject({ ok: false, message: expect.stringContaining('oil-prod?') })
  })
})
