import '@capsule-whatif/fixtures/vitest'
import { whatIf } from 'capsule-whatif'
import { expect, it } from 'vitest'
import { exampleCluster } from './cluster.ts'

const cluster = whatIf(exampleCluster('kube-system-attached'))
const administrators = (users: unknown): string =>
  `patch capsuleconfiguration default --type merge -p '${JSON.stringify({ spec: { administrators: users } })}'`
const detach = `patch namespace kube-system --type merge -p '{"metadata":{"labels":{"capsule.clastix.io/tenant":null},"ownerReferences":null}}'`
const detached = cluster.when(administrators([{ kind: 'User', name: 'kubernetes-admin' }]), detach, administrators([]))
const alice = (verb: string): string => `${verb} --as alice --as-group projectcapsule.dev`

it('one field alone is refused', () => {
  expect(cluster.when('label namespace kube-system capsule.clastix.io/tenant-')).toBeRefusedWith('no tenant label')
})

it('both fields in one patch, by an administrator of the operator, take it out, and the quota goes with them', () => {
  expect(detached).toBeAllowed()
  expect(detached).toKeepNamespace('kube-system')
  expect(detached).toLose({ kind: 'ResourceQuota', namespace: 'kube-system', name: 'capsule-oil-0' })
  expect(detached).toConverge()
})

it('it holds when the operator and the controller manager start again', () => {
  const later = detached.when('operator stop', 'operator start', 'controller-manager restart')
  expect(later.repairs()).toEqual([])
  expect(later.when(alice('get secrets -n kube-system'))).toBeRefusedWith('cannot list resource "secrets"')
})

it('the tenant can be deleted afterwards', () => {
  const deletion = detached.when('delete tenant oil')
  expect(deletion).toLose({ kind: 'Tenant', name: 'oil' })
  expect(deletion).toKeepNamespace('kube-system')
})
