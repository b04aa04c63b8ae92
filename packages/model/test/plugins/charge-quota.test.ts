import { describe, expect, it } from 'vitest'
import { chargeQuota } from '../../src/admission/plugins/charge-quota.ts'
import { checkQuota } from '../../src/quota/check-quota.ts'
import { openCluster } from '../../src/state/cluster.ts'
import { findObject } from '../../src/state/store.ts'
import { claims, configMaps, pods, requestOf, services, stateWith, typeOf } from './admission-fixture.ts'

function quota(hard: object, used: object | undefined, spec: object = {}, name = 'q') {
  const status = used === undefined ? {} : { hard, used }
  return ['/resourcequotas', { metadata: { name, namespace: 'n' }, spec: { hard, ...spec }, status }] as const
}

function podOf(resources: object, spec: object = {}) {
  return { metadata: { name: 'p', namespace: 'n' }, spec: { containers: [{ name: 'c', resources }], ...spec } }
}

const configMap = { metadata: { name: 'x', namespace: 'n' } }

describe('ResourceQuota', () => {
  it('charges what fits, before the object is stored', () => {
    const cluster = openCluster(stateWith(quota({ configmaps: '3' }, { configmaps: '2' })))
    expect(chargeQuota(requestOf(configMaps, configMap), cluster)).toMatchObject({ object: configMap })
    expect(findObject(cluster.state, '/resourcequotas', 'n', 'q')?.status).toEqual({
      hard: { configmaps: '3' },
      used: { configmaps: '3' },
    })
    expect(cluster.events.map(({ type, resource }) => [type, resource])).toEqual([['modified', '/resourcequotas']])
  })

  it('refuses what does not fit, in upstream words', () => {
    const state = stateWith(quota({ configmaps: '3' }, { configmaps: '3' }))
    expect(checkQuota(requestOf(configMaps, configMap), state).refusal?.body.message).toBe(
      'configmaps "x" is forbidden: exceeded quota: q, requested: configmaps=1, used: configmaps=3, limited: configmaps=3',
    )
  })

  it('lets everything pass until the controller has counted', () => {
    const state = stateWith(quota({ configmaps: '0' }, undefined))
    expect(checkQuota(requestOf(configMaps, configMap), state)).toEqual({ updates: [] })
  })

  it('refuses while a name has no known usage', () => {
    const state = stateWith(quota({ configmaps: '3', 'count/configmaps': '1' }, { configmaps: '0' }))
    expect(checkQuota(requestOf(configMaps, configMap), state).refusal?.body.message).toBe(
      'configmaps "x" is forbidden: status unknown for quota: q, resources: configmaps,count/configmaps',
    )
  })

  it('wants containers to say what is limited', () => {
    const hard = { 'limits.cpu': '2', 'requests.memory': '1Gi' }
    const state = stateWith(quota(hard, { 'limits.cpu': '0', 'requests.memory': '0' }))
    expect(checkQuota(requestOf(pods, podOf({})), state).refusal?.body.message).toBe(
      'pods "p" is forbidden: failed quota: q: must specify limits.cpu for: c; requests.memory for: c',
    )
  })

  it('adds up what pods ask for', () => {
    const hard = { pods: '2', 'limits.cpu': '2', 'requests.memory': '1Gi' }
    const state = stateWith(quota(hard, { pods: '0', 'limits.cpu': '1500m', 'requests.memory': '0' }))
    const asking = podOf({ limits: { cpu: '500m' }, requests: { memory: '512Mi' } })
    expect(checkQuota(requestOf(pods, asking), state).updates[0]?.status).toMatchObject({
      used: { pods: '1', 'limits.cpu': '2', 'requests.memory': '512Mi' },
    })
    const greedy = podOf({ limits: { cpu: '1' }, requests: { memory: '512Mi' } })
    expect(checkQuota(requestOf(pods, greedy), state).refusal?.body.message).toBe(
      'pods "p" is forbidden: exceeded quota: q, requested: limits.cpu=1, used: limits.cpu=1500m, limited: limits.cpu=2',
    )
  })

  it('charges nothing to a quota of another scope', () => {
    const state = stateWith(quota({ pods: '0' }, { pods: '0' }, { scopes: ['Terminating'] }))
    expect(checkQuota(requestOf(pods, podOf({})), state)).toEqual({ updates: [] })
    const ending = podOf({}, { activeDeadlineSeconds: 5 })
    expect(checkQuota(requestOf(pods, ending), state).refusal).toBeDefined()
  })

  it('charges an update for what it adds', () => {
    const state = stateWith(quota({ 'services.nodeports': '1' }, { 'services.nodeports': '1' }))
    const node = { metadata: { name: 's', namespace: 'n' }, spec: { type: 'NodePort', ports: [{ port: 80 }] } }
    const update = requestOf(services, node, { operation: 'UPDATE' })
    expect(checkQuota({ ...update, oldObject: update.object }, state)).toEqual({ updates: [] })
    const plain = requestOf(services, { ...node, spec: { type: 'ClusterIP', ports: [{ port: 80 }] } }).object
    expect(checkQuota({ ...update, oldObject: plain }, state).refusal).toBeDefined()
  })

  it('counts storage by class', () => {
    const name = 'fast.storageclass.storage.k8s.io/requests.storage'
    const state = stateWith(quota({ [name]: '10Gi' }, { [name]: '0' }))
    const claim = {
      metadata: { name: 'v', namespace: 'n' },
      spec: { storageClassName: 'fast', resources: { requests: { storage: '20Gi' } } },
    }
    expect(checkQuota(requestOf(claims, claim), state).refusal?.body.message).toContain(`requested: ${name}=20Gi`)
  })

  it('counts any resource by its name, and charges no dry run', () => {
    const state = stateWith(quota({ 'count/deployments.apps': '1' }, { 'count/deployments.apps': '0' }))
    const deployments = typeOf('apps', 'deployments', 'Deployment')
    expect(checkQuota(requestOf(deployments, configMap), state).updates).toHaveLength(1)
    expect(checkQuota(requestOf(deployments, configMap, { dryRun: true }), state)).toEqual({ updates: [] })
  })

  it('never charges deletes', () => {
    const state = stateWith(quota({ configmaps: '0' }, { configmaps: '0' }))
    expect(checkQuota(requestOf(configMaps, configMap, { operation: 'DELETE' }), state)).toEqual({ updates: [] })
  })
})
