import { describe, expect, it } from 'vitest'
import { namespaceLifecycle } from '../../src/admission/plugins/namespace-lifecycle.ts'
import { namespaceObject, namespaces, pods, requestOf, stateWith } from './admission-fixture.ts'

const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p1', namespace: 'oil-dev' } }

describe('NamespaceLifecycle', () => {
  it('lets objects into an active namespace', () => {
    expect(namespaceLifecycle.mutate?.(requestOf(pods, pod), stateWith(namespaceObject('oil-dev')))).toBeUndefined()
  })

  it('refuses objects in a namespace that is not there', () => {
    const answer = namespaceLifecycle.mutate?.(requestOf(pods, pod), stateWith())
    expect(answer?.refusal).toMatchObject({ code: 404, body: { message: 'namespaces "oil-dev" not found' } })
  })

  it('refuses new objects in a terminating namespace and says why', () => {
    const state = stateWith(namespaceObject('oil-dev', 'Terminating'))
    expect(namespaceLifecycle.mutate?.(requestOf(pods, pod), state)?.refusal?.body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message:
        'pods "p1" is forbidden: unable to create new content in namespace oil-dev because it is being terminated',
      reason: 'Forbidden',
      details: {
        name: 'p1',
        kind: 'pods',
        causes: [
          {
            reason: 'NamespaceTerminating',
            message: 'namespace oil-dev is being terminated',
            field: 'metadata.namespace',
          },
        ],
      },
      code: 403,
    })
  })

  it('names the prefix of a name that is still to be generated', () => {
    const generated = { ...pod, metadata: { generateName: 'p-', namespace: 'oil-dev' } }
    const state = stateWith(namespaceObject('oil-dev', 'Terminating'))
    const answer = namespaceLifecycle.mutate?.(requestOf(pods, generated), state)
    expect(answer?.refusal?.body.message).toMatch(/^pods "p-" is forbidden/)
  })

  it('lets updates and deletes into a terminating namespace', () => {
    const state = stateWith(namespaceObject('oil-dev', 'Terminating'))
    expect(namespaceLifecycle.mutate?.(requestOf(pods, pod, { operation: 'UPDATE' }), state)).toBeUndefined()
    const deletion = requestOf(pods, undefined, { operation: 'DELETE', name: 'p1', namespace: 'gone' })
    expect(namespaceLifecycle.mutate?.(deletion, state)).toBeUndefined()
  })

  it('keeps default, kube-system and kube-public, but not kube-node-lease', () => {
    const deletionOf = (name: string) =>
      namespaceLifecycle.mutate?.(
        requestOf(namespaces, undefined, { operation: 'DELETE', name, namespace: name }),
        stateWith(),
      )
    expect(deletionOf('default')?.refusal?.body.message).toBe(
      'namespaces "default" is forbidden: this namespace may not be deleted',
    )
    expect(deletionOf('kube-node-lease')).toBeUndefined()
  })
})
