import type { KubeObject } from '@capsule-whatif/model'
import { describe, expect, it } from 'vitest'
import { comparePlan, type PlanComparison } from '../../src/plan/compare-plan.ts'
import { digestOf, type SavedPlan, savePlan } from '../../src/plan/saved-plan.ts'
import { sha256 } from './recordings.ts'
import { planOf, twoTenants, withObjects } from './two-tenants.ts'

const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: oil-dev}\ndata: {k: new}\n'
const a = (value: string, uid = 'u1'): KubeObject =>
  ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a', namespace: 'oil-dev', uid },
    data: { k: value },
  }) as KubeObject

function saved(
  objects: readonly KubeObject[],
  options: Parameters<typeof planOf>[1] = {},
  manifests = text,
): SavedPlan {
  return savePlan(planOf(manifests, options, objects), objects, [], sha256)
}

function deviationsOf({ deviations }: PlanComparison): readonly string[] {
  return deviations.map(({ type, severity, message }) => `${severity} ${type}: ${message}`)
}

describe('a saved plan held against a later snapshot', () => {
  it('finds nothing where all came out as predicted', () => {
    const later = [...twoTenants, a('new')]
    const labelled = later.map((each) =>
      each.metadata.name === 'a' ? { ...each, metadata: { ...each.metadata, resourceVersion: '99' } } : each,
    )
    expect(comparePlan(saved(twoTenants), labelled, sha256)).toMatchObject({
      severity: 'none',
      predicted: 1,
      cameTrue: 1,
      deviations: [],
    })
  })

  it('tells what was predicted and is not so', () => {
    const comparison = comparePlan(saved(twoTenants), twoTenants, sha256)
    expect(deviationsOf(comparison)).toEqual([
      'warning predicted, not so: ConfigMap oil-dev/a was predicted to be new and is as it was',
    ])
    expect(comparison.notes).toEqual([
      'The later snapshot is the one that the plan was made from: nothing was done yet.',
    ])
  })

  it('tells what is so and was not predicted, and that a loss is worse', () => {
    const later = [
      ...twoTenants.filter(({ kind, metadata }) => kind !== 'Namespace' || metadata.name !== 'gas-dev'),
      a('new'),
      { ...a('x', 'u2'), metadata: { name: 'b', namespace: 'oil-dev', uid: 'u2' } },
    ]
    expect(deviationsOf(comparePlan(saved(twoTenants), later, sha256))).toEqual([
      'danger not predicted: Namespace gas-dev is gone, which was not predicted',
      'warning not predicted: ConfigMap oil-dev/b is new, which was not predicted',
    ])
  })

  it('tells the fields that have another value than predicted', () => {
    const before = withObjects(a('old'))
    const [, ...rest] = [a('x'), ...twoTenants]
    expect(
      deviationsOf(comparePlan(saved(before), [...rest, a('other')], sha256)).map((line) => line.split(': ')[0]),
    ).toEqual(['warning otherwise'])
  })

  it('tells what terminates and was not predicted to', () => {
    const later = twoTenants.map((each) =>
      each.kind === 'Tenant' && each.metadata.name === 'gas'
        ? { ...each, metadata: { ...each.metadata, deletionTimestamp: '2026-11-21T11:00:00Z' } }
        : each,
    )
    expect(deviationsOf(comparePlan(saved(twoTenants), [...later, a('new')], sha256))).toEqual([
      'danger not predicted: Tenant gas is terminating, which was not predicted',
    ])
  })

  it('tells an object made again from the same object', () => {
    const before = withObjects(a('new'))
    expect(deviationsOf(comparePlan(saved(before), [...twoTenants, a('new', 'another')], sha256))).toEqual([
      'danger otherwise: ConfigMap oil-dev/a was predicted to be changed and is another one under the same name',
    ])
  })

  it('holds no value of a Secret, and says that it cannot know whether one changes', () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's', namespace: 'oil-dev' },
      data: { key: '' },
    }
    const before = withObjects(secret)
    const plan = planOf(
      'apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: oil-dev}\ndata: {key: c2VjcmV0}\n',
      {},
      before,
    )
    expect(JSON.stringify(savePlan(plan, before, [], sha256))).not.toContain('c2VjcmV0')
    expect(plan.effects.map(({ kind }) => kind)).toEqual(['Secret'])
    expect(plan.uncertain.join('\n')).toContain('values of Secrets are emptied')
  })

  it('does not count status, bookkeeping and leases', () => {
    const later = twoTenants.map((each) => ({
      ...each,
      status: { other: true },
      metadata: { ...each.metadata, resourceVersion: '1', generation: 7 },
    }))
    const lease = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: 'x', namespace: 'kube-system' },
    }
    expect(comparePlan(saved(twoTenants), [...later, a('new'), lease], sha256).deviations).toEqual([])
  })

  it('has the same digest for the same objects, however they are ordered', () => {
    expect(digestOf([...twoTenants].reverse(), sha256)).toBe(digestOf(twoTenants, sha256))
    expect(digestOf(twoTenants.slice(1), sha256)).not.toBe(digestOf(twoTenants, sha256))
  })
})
