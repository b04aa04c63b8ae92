import { describe, expect, it } from 'vitest'
import { rootCaCertPublisher } from '../../src/controllers/root-ca-cert-publisher.ts'
import { serviceAccountController } from '../../src/controllers/service-account-controller.ts'
import { systemNamespacesController } from '../../src/controllers/system-namespaces.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { change, get, put, refusal, remove, run, world } from './drive.ts'

function namespace(name: string, phase = 'Active'): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name }, status: { phase } }
}

const terminating = refusal(403, 'Forbidden', 'no', { details: { causes: [{ reason: 'NamespaceTerminating' }] } })

describe('service-account-controller', () => {
  it('makes the ServiceAccount default in a new namespace, and again when it is deleted', () => {
    const w = world([serviceAccountController], [])
    put(w, namespace('a'))
    run(w, 1000)
    const account = get(w, '/serviceaccounts', 'a', 'default')
    expect(account).toBeDefined()
    if (account) remove(w, account)
    run(w, 1000)
    expect(get(w, '/serviceaccounts', 'a', 'default')).toBeDefined()
  })

  it('makes none in a terminating namespace', () => {
    const w = world([serviceAccountController], [namespace('a', 'Terminating')])
    run(w, 1000)
    expect(w.log).toEqual([])
  })

  it('tries again after a refusal', () => {
    const w = world([serviceAccountController], [namespace('a')])
    w.refuse = () => refusal(500, 'InternalError', 'webhook')
    run(w, 100)
    w.refuse = () => undefined
    run(w, 1000)
    expect(get(w, '/serviceaccounts', 'a', 'default')).toBeDefined()
  })
})

describe('root-ca-cert-publisher', () => {
  it('makes the ConfigMap in a new namespace, and restores what is altered or deleted', () => {
    const w = world([rootCaCertPublisher], [])
    put(w, namespace('a'))
    run(w, 1000)
    const made = get(w, '/configmaps', 'a', 'kube-root-ca.crt')
    expect(made?.data).toEqual({ 'ca.crt': '' })
    if (made) change(w, { ...made, data: { 'ca.crt': 'mine' } })
    run(w, 1000)
    const restored = get(w, '/configmaps', 'a', 'kube-root-ca.crt')
    expect(restored?.data).toEqual({ 'ca.crt': '' })
    if (restored) remove(w, restored)
    run(w, 1000)
    expect(get(w, '/configmaps', 'a', 'kube-root-ca.crt')).toBeDefined()
  })

  it('publishes the certificate that the snapshot has', () => {
    const known: KubeObject = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'kube-root-ca.crt', namespace: 'kube-system' },
      data: { 'ca.crt': 'CERTIFICATE' },
    }
    const w = world([rootCaCertPublisher], [known, namespace('a')])
    run(w, 1000)
    expect(get(w, '/configmaps', 'a', 'kube-root-ca.crt')?.data).toEqual({ 'ca.crt': 'CERTIFICATE' })
  })

  it('gives up when the namespace is terminating', () => {
    const w = world([rootCaCertPublisher], [namespace('a', 'Terminating')])
    w.refuse = () => terminating
    run(w, 10_000)
    expect(w.log).toEqual(['create configmaps/ 403'])
  })
})

describe('system-namespaces', () => {
  it('makes a deleted system namespace again within a minute', () => {
    const names = ['kube-system', 'kube-public', 'default', 'kube-node-lease']
    const w = world(
      [systemNamespacesController],
      names.map((name) => namespace(name)),
    )
    run(w, 10_000)
    const lease = get(w, '/namespaces', undefined, 'kube-node-lease')
    if (lease) remove(w, lease)
    run(w, 49_999)
    expect(get(w, '/namespaces', undefined, 'kube-node-lease')).toBeUndefined()
    run(w, 1)
    expect(get(w, '/namespaces', undefined, 'kube-node-lease')).toBeDefined()
  })
})
