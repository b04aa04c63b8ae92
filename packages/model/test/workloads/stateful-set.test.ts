import { describe, expect, it } from 'vitest'
import { revisionHash } from '../../src/controllers/workloads/controller-revision.ts'
import type { JsonObject } from '../../src/object/json.ts'
import { clusterForPods, created, latest, names, selector, setPhase, template } from './workload-fixture.ts'

const spec: JsonObject = { serviceName: 'svc', replicas: 2, selector, template }
const claim: JsonObject = {
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
}
const retention = (whenDeleted: string, whenScaled: string): JsonObject => ({
  persistentVolumeClaimRetentionPolicy: { whenDeleted, whenScaled },
})
const otherTemplate = { ...template, spec: { containers: [{ name: 'c', image: 'other' }] } }

describe('StatefulSet', () => {
  it('makes its first pod and waits for it', () => {
    const on = clusterForPods()
    const set = created(on, 'StatefulSet', 's', spec)
    const [revision = ''] = names(on, 'ControllerRevision')
    expect(names(on, 'Pod')).toEqual(['s-0'])
    expect(latest(on, 'Pod', 's-0')).toMatchObject({
      metadata: {
        labels: {
          app: 'a',
          'statefulset.kubernetes.io/pod-name': 's-0',
          'apps.kubernetes.io/pod-index': '0',
          'controller-revision-hash': revision,
        },
        ownerReferences: [{ kind: 'StatefulSet', name: 's', controller: true, blockOwnerDeletion: true }],
      },
      spec: { hostname: 's-0', subdomain: 'svc' },
    })
    expect(set.status).toEqual({
      observedGeneration: 1,
      replicas: 1,
      currentReplicas: 1,
      updatedReplicas: 1,
      currentRevision: revision,
      updateRevision: revision,
      collisionCount: 0,
      availableReplicas: 0,
    })
  })

  it('makes the next pod when the one before is available', () => {
    const on = clusterForPods()
    created(on, 'StatefulSet', 's', spec)
    setPhase(on, 's-0', 'Running')
    expect(names(on, 'Pod')).toEqual(['s-0', 's-1'])
    setPhase(on, 's-1', 'Running')
    expect(latest(on, 'StatefulSet', 's').status).toMatchObject({ replicas: 2, readyReplicas: 2, availableReplicas: 2 })
  })

  it('makes all pods at once where order does not count, from the ordinal it starts at', () => {
    const on = clusterForPods()
    created(on, 'StatefulSet', 's', { ...spec, podManagementPolicy: 'Parallel', ordinals: { start: 3 } })
    expect(names(on, 'Pod')).toEqual(['s-3', 's-4'])
  })

  it('names its revision as upstream does', () => {
    const data = {
      spec: {
        template: {
          $patch: 'replace',
          metadata: { annotations: { x: '<&>é' }, labels: { app: 'a' } },
          spec: {
            containers: [
              {
                env: [{ name: 'A', value: '1' }],
                image: 'nginx',
                imagePullPolicy: 'Always',
                name: 'c',
                resources: { requests: { cpu: '100m' } },
                terminationMessagePath: '/dev/termination-log',
                terminationMessagePolicy: 'File',
                volumeMounts: [{ mountPath: '/d', name: 'data' }],
              },
            ],
            dnsPolicy: 'ClusterFirst',
            restartPolicy: 'Always',
            schedulerName: 'default-scheduler',
            securityContext: {},
            terminationGracePeriodSeconds: 30,
          },
        },
      },
    }
    expect(revisionHash(data, 0)).toBe('7bcd975f5c')
  })

  it('deletes pods from the last when it gets smaller, one at a time', () => {
    const on = clusterForPods()
    created(on, 'StatefulSet', 's', spec)
    setPhase(on, 's-0', 'Running')
    setPhase(on, 's-1', 'Running')
    on.patch('StatefulSet', 's', 'merge', { spec: { replicas: 0 } })
    on.settle()
    expect(names(on, 'Pod')).toEqual([])
    expect(on.gone.filter((name) => name.startsWith('s-'))).toEqual(['s-1', 's-0'])
  })

  it('gives available pods a new template, the last one first', () => {
    const on = clusterForPods()
    created(on, 'StatefulSet', 's', spec)
    setPhase(on, 's-0', 'Running')
    setPhase(on, 's-1', 'Running')
    on.patch('StatefulSet', 's', 'merge', { spec: { template: otherTemplate } })
    on.settle()
    const revisions = names(on, 'ControllerRevision')
    const { status } = latest(on, 'StatefulSet', 's')
    expect(revisions).toHaveLength(2)
    expect(latest(on, 'Pod', 's-1').spec).toMatchObject({ containers: [{ image: 'other' }] })
    expect(latest(on, 'Pod', 's-0').spec).toMatchObject({ containers: [{ image: 'nginx' }] })
    expect(status).toMatchObject({ replicas: 2, readyReplicas: 1, currentReplicas: 1, updatedReplicas: 1 })
    setPhase(on, 's-1', 'Running')
    setPhase(on, 's-0', 'Running')
    expect(latest(on, 'StatefulSet', 's').status).toMatchObject({ readyReplicas: 2, currentReplicas: 2 })
  })

  it('does not come to a new template while its first pod is pending', () => {
    const on = clusterForPods()
    created(on, 'StatefulSet', 's', spec)
    on.patch('StatefulSet', 's', 'merge', { spec: { template: otherTemplate } })
    on.settle()
    expect(latest(on, 'Pod', 's-0').spec).toMatchObject({ containers: [{ image: 'nginx' }] })
  })

  it('goes back to an old template by making its revision the newest', () => {
    const on = clusterForPods()
    created(on, 'StatefulSet', 's', spec)
    const [first = ''] = names(on, 'ControllerRevision')
    on.patch('StatefulSet', 's', 'merge', { spec: { template: otherTemplate } })
    on.settle()
    on.patch('StatefulSet', 's', 'merge', { spec: { template } })
    on.settle()
    expect(latest(on, 'ControllerRevision', first).revision).toBe(3)
    expect(names(on, 'ControllerRevision')).toHaveLength(2)
  })

  it('keeps as many unused revisions as it may', () => {
    const on = clusterForPods()
    created(on, 'StatefulSet', 's', { ...spec, replicas: 0, revisionHistoryLimit: 1 })
    for (const image of ['b', 'c', 'd']) {
      on.patch('StatefulSet', 's', 'merge', {
        spec: { template: { ...template, spec: { containers: [{ name: 'c', image }] } } },
      })
      on.settle()
    }
    const numbers = names(on, 'ControllerRevision').map((name) => latest(on, 'ControllerRevision', name).revision)
    expect([...numbers].sort()).toEqual([3, 4])
  })
})

describe('claims of a StatefulSet', () => {
  const withClaims = { ...spec, volumeClaimTemplates: [claim] }

  it('are made before the pod, which mounts them', () => {
    const on = clusterForPods()
    created(on, 'StatefulSet', 's', withClaims)
    expect(latest(on, 'PersistentVolumeClaim', 'data-s-0').metadata.labels).toEqual({ app: 'a' })
    expect(latest(on, 'Pod', 's-0').spec).toMatchObject({
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data-s-0' } }, {}],
    })
  })

  it('stay when the set goes, unless its policy says that they go too', () => {
    const on = clusterForPods()
    created(on, 'StatefulSet', 'kept', withClaims)
    created(on, 'StatefulSet', 'lost', { ...withClaims, ...retention('Delete', 'Retain') })
    expect(latest(on, 'PersistentVolumeClaim', 'data-lost-0').metadata.ownerReferences).toMatchObject([
      { kind: 'StatefulSet', name: 'lost', controller: true },
    ])
    on.delete('StatefulSet', 'kept')
    on.delete('StatefulSet', 'lost')
    on.settle()
    expect(names(on, 'PersistentVolumeClaim')).toEqual(['data-kept-0'])
  })

  it('go with a pod that is scaled down where the policy says so', () => {
    const on = clusterForPods()
    created(on, 'StatefulSet', 's', { ...withClaims, replicas: 1, ...retention('Retain', 'Delete') })
    on.patch('StatefulSet', 's', 'merge', { spec: { replicas: 0 } })
    on.settle()
    expect(names(on, 'PersistentVolumeClaim')).toEqual([])
  })

  it('count as volumes when the template is validated', () => {
    const on = clusterForPods()
    const mounts = { containers: [{ name: 'c', image: 'i', volumeMounts: [{ name: 'data', mountPath: '/d' }] }] }
    expect(() =>
      created(on, 'StatefulSet', 's', { ...withClaims, template: { ...template, spec: mounts } }),
    ).not.toThrow()
  })

  it('cannot be changed afterwards', () => {
    const on = clusterForPods()
    created(on, 'StatefulSet', 's', withClaims)
    expect(on.patch('StatefulSet', 's', 'merge', { spec: { serviceName: 'other' } }).body.message).toBe(
      `StatefulSet.apps "s" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden`,
    )
  })
})
