import { allObjects, type KubeObject } from '@capsule-whatif/model'
import { expect, it } from 'vitest'
import { parsedActions } from '../../src/ask.ts'
import { predictFrom } from '../../src/predict/predict.ts'
import { quietCluster } from '../../src/predict/quiet-cluster.ts'
import { exampleSnapshot, nameOf, recorded } from '../questions/recorded.ts'

function byName(objects: readonly KubeObject[]): readonly KubeObject[] {
  return objects.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
}

it('two-tenants-0.7.json is the cluster on which incident-migrate-both of v0.7 began', () => {
  const { objects } = recorded('incident', 'incident-migrate-both', 'v0.7').snapshot
  expect(byName(exampleSnapshot('two-tenants-0.7').objects)).toEqual(byName(objects))
})

it('kube-system-attached.json is two-tenants.json after an administrator of the operator attached kube-system', () => {
  const before = exampleSnapshot()
  const oil = before.objects.find(({ kind, metadata }) => kind === 'Tenant' && metadata.name === 'oil')
  const { apiVersion = '', metadata } = oil ?? {}
  const owner = { apiVersion, kind: 'Tenant', name: 'oil', uid: metadata?.uid }
  const attached = { metadata: { labels: { 'capsule.clastix.io/tenant': 'oil' }, ownerReferences: [owner] } }
  const administrators = (names: readonly string[]): string =>
    patch('capsuleconfiguration default', { spec: { administrators: names.map((name) => ({ kind: 'User', name })) } })
  const actions = [administrators(['kubernetes-admin']), patch('namespace kube-system', attached), administrators([])]
  const { state } = predictFrom(quietCluster(before.objects), parsedActions(before, actions))
  expect(byName(exampleSnapshot('kube-system-attached').objects)).toEqual(byName(allObjects(state)))
})

function patch(what: string, body: object): string {
  return `patch ${what} --type merge -p '${JSON.stringify(body)}'`
}
