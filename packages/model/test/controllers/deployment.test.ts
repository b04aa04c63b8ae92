import { describe, expect, it } from 'vitest'
import { deploymentController } from '../../src/controllers/workloads/deployment/deployment-controller.ts'
import { replicaSetController } from '../../src/controllers/workloads/replica-set/replicaset-controller.ts'
import { at, type JsonObject, listAt, objectAt, textAt, withoutFields } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { listObjects } from '../../src/state/store.ts'
import { change, get, put, refusal, remove, run, type World, world } from './drive.ts'

const controllers = [deploymentController, replicaSetController]

function template(d: string): JsonObject {
  const container = {
    name: 'c',
    image: 'nginx',
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'Always',
  }
  return {
    metadata: { labels: { d } },
    spec: {
      containers: [container],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      securityContext: {},
      schedulerName: 'default-scheduler',
    },
  }
}

function deployment(more: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'd1', namespace: 'a' },
    spec: {
      replicas: 2,
      selector: { matchLabels: { d: '1' } },
      template: template('1'),
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      ...more,
    },
  }
}

function running(more: JsonObject = {}): World {
  const w = world(controllers, [])
  put(w, deployment(more))
  run(w, 10_000)
  return w
}

function replicaSets(of: World): readonly KubeObject[] {
  return listObjects(of.cluster.state, 'apps/replicasets', 'a')
}

function sizes(of: World): Record<string, unknown> {
  return Object.fromEntries(replicaSets(of).map((one) => [one.metadata.name, at(one, 'spec', 'replicas')]))
}

function pods(of: World): readonly KubeObject[] {
  return listObjects(of.cluster.state, '/pods', 'a')
}

function stored(of: World): KubeObject {
  const found = get(of, 'apps/deployments', 'a', 'd1')
  if (!found) throw new Error('no deployment')
  return found
}

function editSpec(of: World, spec: JsonObject): void {
  const found = stored(of)
  const generation = (found.metadata.generation ?? 0) + 1
  change(of, { ...found, metadata: { ...found.metadata, generation }, spec: { ...objectAt(found, 'spec'), ...spec } })
}

function conditions(of: KubeObject | undefined): Record<string, string> {
  return Object.fromEntries(
    listAt(of, 'status', 'conditions').map((one) => [
      textAt(one, 'type') ?? '',
      `${textAt(one, 'status')} ${textAt(one, 'reason')}: ${textAt(one, 'message')}`,
    ]),
  )
}

/** A kubelet that makes every pod ready. */
function makeReady(of: World): void {
  for (const pod of pods(of)) {
    const ready = { type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }
    change(of, { ...pod, status: { phase: 'Running', conditions: [ready] } })
  }
  run(of, 10_000)
}

describe('a deployment', () => {
  it('gets a ReplicaSet named by the hash of its template, and pods that stay pending', () => {
    const w = running()
    expect(sizes(w)).toEqual({ 'd1-698c9bfccf': 2 })
    const replicaSet = get(w, 'apps/replicasets', 'a', 'd1-698c9bfccf')
    expect(replicaSet?.metadata.labels).toEqual({ d: '1', 'pod-template-hash': '698c9bfccf' })
    expect(replicaSet?.metadata.annotations).toEqual({
      'deployment.kubernetes.io/desired-replicas': '2',
      'deployment.kubernetes.io/max-replicas': '3',
      'deployment.kubernetes.io/revision': '1',
    })
    expect(replicaSet?.status).toEqual({
      replicas: 2,
      fullyLabeledReplicas: 2,
      terminatingReplicas: 0,
      observedGeneration: 1,
    })
    expect(pods(w).map((pod) => pod.metadata.generateName)).toEqual(['d1-698c9bfccf-', 'd1-698c9bfccf-'])
    expect(pods(w)[0]?.metadata.ownerReferences).toEqual([
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        name: 'd1-698c9bfccf',
        uid: replicaSet?.metadata.uid,
        controller: true,
        blockOwnerDeletion: true,
      },
    ])
  })

  it('shows its revision, its replicas and that it is progressing', () => {
    const w = running()
    const found = stored(w)
    expect(found.metadata.annotations).toEqual({ 'deployment.kubernetes.io/revision': '1' })
    expect(withoutFields(objectAt(found, 'status'), 'conditions')).toEqual({
      observedGeneration: 1,
      replicas: 2,
      updatedReplicas: 2,
      unavailableReplicas: 2,
      terminatingReplicas: 0,
    })
    expect(conditions(found)).toEqual({
      Available: 'False MinimumReplicasUnavailable: Deployment does not have minimum availability.',
      Progressing: 'True ReplicaSetUpdated: ReplicaSet "d1-698c9bfccf" is progressing.',
    })
  })

  it('writes its status a second time against a stale object first, as upstream does', () => {
    const w = running()
    expect(w.log.slice(0, 4)).toEqual([
      'create replicasets/ 201',
      'update deployments/status/d1 200',
      'update deployments/status/d1 409',
      'update deployments/status/d1 200',
    ])
  })

  it('shows why its pods are refused, with the first message', () => {
    const w = world(controllers, [])
    let count = 0
    w.refuse = ({ verb, resource }) =>
      verb === 'create' && resource === 'pods' ? refusal(403, 'Forbidden', `no pod ${++count}`) : undefined
    put(w, deployment())
    run(w, 1000)
    expect(count).toBeGreaterThan(5)
    expect(get(w, 'apps/replicasets', 'a', 'd1-698c9bfccf')?.status).toMatchObject({
      replicas: 0,
      terminatingReplicas: 0,
    })
    expect(conditions(stored(w))).toEqual({
      Available: 'False MinimumReplicasUnavailable: Deployment does not have minimum availability.',
      Progressing: 'True NewReplicaSetCreated: Created new replica set "d1-698c9bfccf"',
      ReplicaFailure: 'True FailedCreate: no pod 1',
    })
    expect(withoutFields(objectAt(stored(w), 'status'), 'conditions')).toEqual({
      observedGeneration: 1,
      unavailableReplicas: 2,
      terminatingReplicas: 0,
    })
  })

  it('becomes complete when its pods are ready', () => {
    const w = running()
    makeReady(w)
    expect(conditions(stored(w))).toEqual({
      Available: 'True MinimumReplicasAvailable: Deployment has minimum availability.',
      Progressing: 'True NewReplicaSetAvailable: ReplicaSet "d1-698c9bfccf" has successfully progressed.',
    })
  })

  it('has a deleted pod replaced', () => {
    const w = running()
    const [pod] = pods(w)
    if (pod) remove(w, pod)
    run(w, 1000)
    expect(pods(w)).toHaveLength(2)
  })

  it('is scaled up and down', () => {
    const w = running()
    editSpec(w, { replicas: 5 })
    run(w, 10_000)
    expect(pods(w)).toHaveLength(5)
    editSpec(w, { replicas: 1 })
    run(w, 10_000)
    expect(pods(w)).toHaveLength(1)
    expect(at(stored(w), 'status', 'replicas')).toBe(1)
  })

  it('rolls over to a new template as its pods become ready', () => {
    const w = running()
    makeReady(w)
    editSpec(w, { template: { ...template('1'), spec: { ...objectAt(template('1'), 'spec'), hostNetwork: true } } })
    run(w, 10_000)
    expect(Object.values(sizes(w)).sort()).toEqual([1, 2])
    for (let round = 0; round < 5; round++) makeReady(w)
    expect(sizes(w)['d1-698c9bfccf']).toBe(0)
    expect(pods(w)).toHaveLength(2)
    expect(stored(w).metadata.annotations).toEqual({ 'deployment.kubernetes.io/revision': '2' })
    expect(conditions(stored(w)).Progressing).toContain('NewReplicaSetAvailable')
  })

  it('with strategy Recreate makes new pods only after the old ones are gone', () => {
    const w = running({ strategy: { type: 'Recreate' } })
    editSpec(w, { template: { ...template('1'), spec: { ...objectAt(template('1'), 'spec'), hostNetwork: true } } })
    run(w, 10_000)
    expect(Object.values(sizes(w)).sort()).toEqual([0, 2])
    expect(pods(w)).toHaveLength(2)
    const order = w.log.filter((line) => /(create|delete) pods/.test(line)).map((line) => line.split(' ')[0])
    expect(order).toEqual(['create', 'create', 'delete', 'delete', 'create', 'create'])
  })

  it('reports after its deadline that nothing progresses', () => {
    const w = running()
    run(w, 590_000)
    expect(conditions(stored(w)).Progressing).toContain('ReplicaSetUpdated')
    run(w, 20_000)
    expect(conditions(stored(w)).Progressing).toBe(
      'False ProgressDeadlineExceeded: ReplicaSet "d1-698c9bfccf" has timed out progressing.',
    )
  })

  it('says that it is paused, and does not roll while it is', () => {
    const w = running()
    editSpec(w, { paused: true, template: template('9') })
    run(w, 10_000)
    expect(conditions(stored(w)).Progressing).toBe('Unknown DeploymentPaused: Deployment is paused')
    expect(Object.keys(sizes(w))).toEqual(['d1-698c9bfccf'])
  })

  it('does not try to make pods again and again in a terminating namespace', () => {
    const w = world(controllers, [])
    w.refuse = ({ verb, resource }) =>
      verb === 'create' && resource === 'pods'
        ? refusal(403, 'Forbidden', 'no', { details: { causes: [{ reason: 'NamespaceTerminating' }] } })
        : undefined
    put(w, deployment())
    run(w, 60_000)
    expect(w.log.filter((line) => line.startsWith('create pods')).length).toBeLessThan(6)
    expect(conditions(stored(w)).ReplicaFailure).toBeUndefined()
  })
})
