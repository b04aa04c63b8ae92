import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../src/object/json.ts'
import { withMetadata } from '../../src/object/kube-object.ts'
import { admissionRequest, clusterAdmin, stateOf, tenant } from '../capsule/webhook-world.ts'
import { ask07, configuration07 } from './asking.ts'

function create(spec: JsonObject): string {
  return ask07(
    '/tenants',
    admissionRequest('CREATE', clusterAdmin, tenant('oil', 'alice', spec)),
    stateOf(configuration07()),
  )
}

describe('a Tenant under v0.7', () => {
  it('names ServiceAccounts with two colons', () => {
    expect(create({ owners: [{ kind: 'ServiceAccount', name: 'ci' }] })).toBe(
      '403 owner name ci is not a valid Service Account name ',
    )
    expect(create({ owners: [{ kind: 'ServiceAccount', name: 'a:b:c' }] })).toBe('allowed')
  })

  it('has its pattern of forbidden labels compiled, that of annotations not', () => {
    expect(create({ namespaceOptions: { forbiddenLabels: { deniedRegex: '[' } } })).toBe(
      '403 unable to compile [ regex for forbidden labels',
    )
    expect(create({ namespaceOptions: { forbiddenAnnotations: { deniedRegex: '[' } } })).toBe('allowed')
  })

  it('is deleted by nobody if that is prevented, nor as one of a collection', () => {
    const kept = tenant('oil', 'alice', { preventDeletion: true })
    const request = admissionRequest('DELETE', clusterAdmin, undefined, kept)
    expect(ask07('/tenants', request, stateOf(kept))).toBe('403 tenant is protected and cannot be deleted')
    expect(ask07('/tenants', { ...request, name: '' }, stateOf(kept))).toBe(
      '500 Tenant.capsule.clastix.io "" not found',
    )
  })

  it('has a label with its name that may go, but not change', () => {
    const oil = tenant('oil', 'alice')
    const labelled = (name: string) => withMetadata(oil, { labels: { 'kubernetes.io/metadata.name': name } })
    const change = (object: typeof oil): string =>
      ask07('/tenants', admissionRequest('UPDATE', clusterAdmin, object, oil), stateOf(oil))
    expect(change(labelled('gas'))).toBe("403 tenant label 'kubernetes.io/metadata.name' is immutable")
    expect(change(oil)).toBe('allowed')
  })
})
