import { describe, expect, it } from 'vitest'
import { deploymentController } from '../../src/controllers/workloads/deployment/deployment-controller.ts'
import { at, type JsonObject, listAt, objectAt, textAt } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { listObjects } from '../../src/state/store.ts'
import { change, get, put, refusal, run, type World, world } from './drive.ts'

/** ReplicaSets as a deployment finds them: nobody changes what they say of their pods. */
interface Found {
  readonly name: string
  readonly size: number
  readonly available: number
  readonly image?: string
  readonly revision?: number
  readonly status?: JsonObject
}

function template(image: string, labels: JsonObject = {}): JsonObject {
  return { metadata: { labels: { d: '1', ...labels } }, spec: { containers: [{ name: 'c', image }] } }
}

function deployment(replicas: number, strategy: JsonObject, more: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'd1', namespace: 'a', uid: 'owner' },
    spec: {
      replicas,
      selector: { matchLabels: { d: '1' } },
      template: template('new'),
      strategy,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      ...more,
    },
  }
}

function rolling(maxSurge: number | string, maxUnavailable: number | string): JsonObject {
  return { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } }
}

function replicaSet(of: KubeObject, found: Found, age: number): KubeObject {
  const { name, size, available, image = 'new', revision = 1, status } = found
  const desired = String(at(of, 'spec', 'replicas'))
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name,
      namespace: 'a',
      creationTimestamp: `2025-01-0${9 - age}T00:00:00Z`,
      annotations: {
        'deployment.kubernetes.io/revision': String(revision),
        'deployment.kubernetes.io/desired-replicas': desired,
      },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'd1', uid: 'owner', controller: true }],
    },
    spec: { replicas: size, template: template(image, { 'pod-template-hash': name }) },
    status: status ?? { replicas: size, availableReplicas: available, observedGeneration: 1 },
  }
}

function rollout(of: KubeObject, found: readonly Found[], refuse?: World['refuse']): World {
  const w = world([deploymentController], [])
  if (refuse) w.refuse = refuse
  for (const [index, one] of found.entries()) put(w, replicaSet(of, one, index))
  put(w, of)
  run(w, 1000)
  return w
}

function sizes(of: World): Record<string, unknown> {
  const all = listObjects(of.cluster.state, 'apps/replicasets', 'a')
  return Object.fromEntries(all.map((one) => [one.metadata.name, at(one, 'spec', 'replicas')]))
}

function progress(of: World): string | undefined {
  const conditions = listAt(get(of, 'apps/deployments', 'a', 'd1'), 'status', 'conditions')
  const told = conditions.find((one) => textAt(one, 'type') === 'Progressing')
  return told === undefined
    ? undefined
    : `${textAt(told, 'status')} ${textAt(told, 'reason')}: ${textAt(told, 'message')}`
}

describe('the new ReplicaSet, by rolling_test.go TestDeploymentController_reconcileNewReplicaSet', () => {
  it.each([
    { old: 10, size: 0, surge: 0, becomes: 0, why: 'does not grow without a surge while the old one is whole' },
    { old: 10, size: 0, surge: 2, becomes: 2, why: 'grows by the surge' },
    { old: 5, size: 0, surge: 2, becomes: 7, why: 'grows by what is free and the surge' },
    { old: 10, size: 2, surge: 2, becomes: 2, why: 'stays where the surge is used up' },
    { old: 2, size: 11, surge: 2, becomes: 10, why: 'shrinks to what is desired' },
  ])('$why', ({ old, size, surge, becomes }) => {
    const found: readonly Found[] = [
      { name: 'new', size, available: 0, revision: 2 },
      { name: 'old', size: old, available: old, image: 'old' },
    ]
    const w = rollout(deployment(10, rolling(surge, 0)), found, ({ name, verb }) =>
      verb === 'update' && name === 'old' ? refusal(500, 'InternalError', 'not now') : undefined,
    )
    expect(sizes(w)).toEqual({ new: becomes, old })
  })
})

describe('the old ReplicaSet, by rolling_test.go TestDeploymentController_reconcileOldReplicaSets', () => {
  it.each([
    { unavailable: 0, old: 10, ready: 10, becomes: 9, why: 'loses one where nothing else may move' },
    { unavailable: 2, old: 10, ready: 10, becomes: 8, why: 'loses as many as may be unavailable' },
    { unavailable: 2, old: 10, ready: 8, becomes: 8, why: 'loses the unavailable ones' },
    { unavailable: 2, old: 10, ready: 9, becomes: 8, why: 'loses the unavailable one, and an available one' },
  ])('$why', ({ unavailable, old, ready, becomes }) => {
    const found: readonly Found[] = [
      { name: 'new', size: 0, available: 0, revision: 2 },
      { name: 'old', size: old, available: ready, image: 'old' },
    ]
    expect(sizes(rollout(deployment(10, rolling(0, unavailable)), found))).toEqual({ new: 10 - becomes, old: becomes })
  })

  it('is not shrunk for new pods that are not available', () => {
    const found: readonly Found[] = [
      { name: 'new', size: 2, available: 0, revision: 2 },
      { name: 'old', size: 8, available: 8, image: 'old' },
    ]
    expect(sizes(rollout(deployment(10, rolling(0, 2)), found))).toEqual({ new: 2, old: 8 })
  })
})

describe('several old ReplicaSets', () => {
  it('lose unavailable pods first, then available ones, the oldest first', () => {
    const found: readonly Found[] = [
      { name: 'new', size: 4, available: 4, revision: 3 },
      { name: 'old2', size: 3, available: 0, image: 'old2', revision: 2 },
      { name: 'old1', size: 4, available: 4, image: 'old1' },
    ]
    expect(sizes(rollout(deployment(4, rolling(7, 0)), found))).toEqual({ new: 4, old1: 0, old2: 0 })
  })

  /** [deployment/rolling.go cleanupUnhealthyReplicas: "got invalid request to scale down"] */
  it('are left alone while one says that more of its pods are available than it wants', () => {
    const found: readonly Found[] = [
      { name: 'new', size: 2, available: 2, revision: 3 },
      { name: 'old2', size: 1, available: 1, image: 'old2', revision: 2 },
      { name: 'old1', size: 1, available: 2, image: 'old1' },
    ]
    expect(sizes(rollout(deployment(2, rolling(2, 0)), found))).toEqual({ new: 2, old1: 1, old2: 1 })
  })

  it('beyond the limit of history are deleted, the lowest revisions first, but none with pods or news', () => {
    const complete = { replicas: 1, updatedReplicas: 1, availableReplicas: 1, observedGeneration: 1 }
    const found: readonly Found[] = [
      { name: 'new', size: 1, available: 1, revision: 6 },
      { name: 'r2', size: 0, available: 0, image: '2', revision: 2 },
      { name: 'r1', size: 0, available: 0, image: '1', revision: 1 },
      { name: 'r4', size: 0, available: 0, image: '4', revision: 4 },
      { name: 'r3', size: 0, available: 0, image: '3', revision: 3, status: { replicas: 1, observedGeneration: 1 } },
      { name: 'r5', size: 0, available: 0, image: '5', revision: 5, status: { replicas: 0, observedGeneration: 0 } },
    ]
    const of = { ...deployment(1, rolling(1, 0), { revisionHistoryLimit: 1 }), status: complete }
    expect(Object.keys(sizes(rollout(of, found)))).toEqual(['new', 'r3', 'r5'])
  })

  it('all stay where history has no limit', () => {
    const found: readonly Found[] = [
      { name: 'new', size: 1, available: 1, revision: 2 },
      { name: 'r1', size: 0, available: 0, image: '1' },
    ]
    const complete = { replicas: 1, updatedReplicas: 1, availableReplicas: 1, observedGeneration: 1 }
    const of = { ...deployment(1, rolling(1, 0), { revisionHistoryLimit: 2_147_483_647 }), status: complete }
    expect(Object.keys(sizes(rollout(of, found)))).toEqual(['new', 'r1'])
  })
})

describe('strategy Recreate', () => {
  const recreate = deployment(2, { type: 'Recreate' })

  it('waits for pods of old ReplicaSets that have not ended', () => {
    const found: readonly Found[] = [{ name: 'old', size: 0, available: 0, image: 'old' }]
    const w = world([deploymentController], [])
    put(w, replicaSet(recreate, found[0] as Found, 0))
    const uid = get(w, 'apps/replicasets', 'a', 'old')?.metadata.uid
    const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'old', uid: uid ?? '', controller: true }
    const metadata = { name: 'p', namespace: 'a', ownerReferences: [owner] }
    const pod = put(w, { apiVersion: 'v1', kind: 'Pod', metadata, status: { phase: 'Running' } })
    put(w, recreate)
    run(w, 1000)
    expect(Object.keys(sizes(w))).toEqual(['old'])
    change(w, { ...pod, status: { phase: 'Failed' } })
    change(w, { ...recreate, metadata: { ...recreate.metadata, labels: { touched: 'yes' } } })
    run(w, 1000)
    expect(Object.values(sizes(w)).sort()).toEqual([0, 2])
  })
})

describe('a ReplicaSet for a template', () => {
  it('that is there already is told of, where nothing is told yet', () => {
    const w = rollout(deployment(1, rolling(1, 0)), [
      { name: 'new', size: 1, available: 0, revision: 1, status: { replicas: 1, observedGeneration: 1 } },
    ])
    expect(w.log[0]).toBe('update deployments/status/d1 200')
    expect(progress(w)).toBe('True ReplicaSetUpdated: ReplicaSet "new" is progressing.')
    expect(get(w, 'apps/deployments', 'a', 'd1')?.metadata.annotations).toEqual({
      'deployment.kubernetes.io/revision': '1',
    })
  })

  it('that is refused shows why', () => {
    const w = rollout(deployment(1, rolling(1, 0)), [], ({ resource, verb }) =>
      resource === 'replicasets' && verb === 'create' ? refusal(403, 'Forbidden', 'quota is used up') : undefined,
    )
    expect(progress(w)).toMatch(
      /^False ReplicaSetCreateError: Failed to create new replica set "d1-[a-z0-9]+": quota is used up$/,
    )
  })

  it('that is refused as its namespace terminates shows nothing', () => {
    const causes = [{ reason: 'NamespaceTerminating' }]
    const w = rollout(deployment(1, rolling(1, 0)), [], ({ resource, verb }) =>
      resource === 'replicasets' && verb === 'create'
        ? refusal(403, 'Forbidden', 'no', { details: { causes } })
        : undefined,
    )
    expect(progress(w)).toBeUndefined()
  })

  it('gets another name where a stranger has its own', () => {
    const first = rollout(deployment(1, rolling(1, 0)), [])
    const [taken = ''] = Object.keys(sizes(first))
    const w = world([deploymentController], [])
    const stranger = replicaSet(deployment(1, {}), { name: taken, size: 0, available: 0, image: 'other' }, 0)
    put(w, { ...stranger, metadata: { name: taken, namespace: 'a' } })
    put(w, deployment(1, rolling(1, 0)))
    run(w, 1000)
    expect(objectAt(get(w, 'apps/deployments', 'a', 'd1'), 'status').collisionCount).toBe(1)
    expect(Object.keys(sizes(w))).toHaveLength(2)
    expect(sizes(w)[taken]).toBe(0)
  })
})

describe('a terminating deployment', () => {
  it('only has its status kept', () => {
    const of = deployment(3, rolling(1, 0))
    const metadata = { ...of.metadata, deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['foregroundDeletion'] }
    const w = rollout({ ...of, metadata }, [{ name: 'new', size: 1, available: 1 }])
    expect(sizes(w)).toEqual({ new: 1 })
    expect(objectAt(get(w, 'apps/deployments', 'a', 'd1'), 'status')).toMatchObject({
      replicas: 1,
      availableReplicas: 1,
    })
  })
})
