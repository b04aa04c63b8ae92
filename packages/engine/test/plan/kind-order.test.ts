import { describe, expect, it } from 'vitest'
import { byInstallOrder, bySyncOrder, byUninstallOrder, type Sorted } from '../../src/plan/kind-order.ts'

const kinds = [
  'Tenant',
  'Service',
  'Deployment',
  'CustomResourceDefinition',
  'Namespace',
  'CronJob',
  'IngressClass',
  'Ingress',
  'ValidatingWebhookConfiguration',
  'CapsuleConfiguration',
]

function sorted(by: (a: Sorted, b: Sorted) => number): readonly string[] {
  return kinds
    .map((kind) => ({ kind, name: 'x' }))
    .sort(by)
    .map(({ kind }) => kind)
}

describe('the order of kinds', () => {
  it('of an install begins with namespaces and ends with custom resources', () => {
    expect(sorted(byInstallOrder)).toEqual([
      'Namespace',
      'CustomResourceDefinition',
      'Service',
      'Deployment',
      'CronJob',
      'IngressClass',
      'Ingress',
      'ValidatingWebhookConfiguration',
      'CapsuleConfiguration',
      'Tenant',
    ])
  })

  it('of an uninstall takes webhooks first, services before workloads, and custom resources after their definitions', () => {
    expect(sorted(byUninstallOrder)).toEqual([
      'ValidatingWebhookConfiguration',
      'Ingress',
      'IngressClass',
      'Service',
      'CronJob',
      'Deployment',
      'CustomResourceDefinition',
      'Namespace',
      'CapsuleConfiguration',
      'Tenant',
    ])
  })

  it('of a sync goes by names where kinds are not on its list', () => {
    const some = [
      ['Tenant', 'b'],
      ['IngressClass', 'a'],
      ['Namespace', 'z'],
    ].map(([kind = '', name = '']) => ({ kind, name }))
    expect(some.sort(bySyncOrder).map(({ kind }) => kind)).toEqual(['Namespace', 'IngressClass', 'Tenant'])
  })
})
