import { describe, expect, it } from 'vitest'
import { namespaceController } from '../../src/controllers/namespace-controller/namespace-controller.ts'
import { persistentVolumeBinder } from '../../src/controllers/persistent-volume-claim/persistent-volume-binder.ts'
import { pvcProtectionController } from '../../src/controllers/persistent-volume-claim/pvc-protection-controller.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { get, put, remove, run, world } from './drive.ts'

const controllers = [persistentVolumeBinder, pvcProtectionController]

function claim(storageClassName: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'v', namespace: 'a', finalizers: ['kubernetes.io/pvc-protection'] },
    spec: { storageClassName },
    status: { phase: 'Pending' },
  }
}

function storageClass(name: string, volumeBindingMode: string): KubeObject {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name },
    provisioner: 'example.com/none',
    volumeBindingMode,
  } as KubeObject
}

function pod(nodeName?: string): KubeObject {
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'v' } }]
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'a' },
    spec: { volumes, ...(nodeName === undefined ? {} : { nodeName }) },
  }
}

const stored = (of: Parameters<typeof run>[0]): KubeObject | undefined => get(of, '/persistentvolumeclaims', 'a', 'v')

describe('a claim', () => {
  it('is marked for the provisioner of its class', () => {
    const w = world(controllers, [storageClass('fast', 'Immediate')])
    put(w, claim('fast'))
    run(w, 1000)
    expect(stored(w)?.metadata.annotations).toEqual({
      'volume.beta.kubernetes.io/storage-provisioner': 'example.com/none',
      'volume.kubernetes.io/storage-provisioner': 'example.com/none',
    })
  })

  it('is left alone while its class waits for a consumer, or does not exist', () => {
    const w = world(controllers, [storageClass('late', 'WaitForFirstConsumer'), claim('late')])
    put(w, { ...claim('missing'), metadata: { ...claim('missing').metadata, name: 'other' } })
    run(w, 1000)
    expect(w.log).toEqual([])
  })

  it('goes when it is deleted, and pods without node do not hold it', () => {
    const w = world(controllers, [claim('none'), pod()])
    const found = stored(w)
    if (found) remove(w, found)
    expect(stored(w)).toBeDefined()
    run(w, 1000)
    expect(stored(w)).toBeUndefined()
  })

  it('stays while a scheduled pod mounts it', () => {
    const w = world(controllers, [claim('none'), pod('node-1')])
    const found = stored(w)
    if (found) remove(w, found)
    run(w, 1000)
    expect(stored(w)).toBeDefined()
    const running = get(w, '/pods', 'a', 'p')
    if (running)
      w.cluster.state = {
        ...w.cluster.state,
        objects: { ...w.cluster.state.objects, '/pods': { size: 0, chunks: [] } },
      }
    if (running) w.cluster.events.push({ type: 'deleted', resource: '/pods', object: running })
    run(w, 1000)
    expect(stored(w)).toBeUndefined()
  })

  it('delays the end of its namespace by one round', () => {
    const namespace: KubeObject = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'a', deletionTimestamp: '2026-01-01T00:00:00Z' },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Terminating' },
    }
    const w = world([...controllers, namespaceController], [namespace, claim('none')])
    run(w, 9999)
    expect(get(w, '/namespaces', undefined, 'a')).toBeDefined()
    run(w, 1)
    expect(get(w, '/namespaces', undefined, 'a')).toBeUndefined()
  })
})
