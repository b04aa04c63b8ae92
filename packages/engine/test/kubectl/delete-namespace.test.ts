import { findObject, type Response, textAt, type UserInfo } from '@capsule-whatif/model'
import { describe, expect, it } from 'vitest'
import { kubectlDeleteNamespace } from '../../src/kubectl/delete-object.ts'
import { extraRights } from '../../src/kubectl/extra-rights.ts'
import type { KubectlRun, Road } from '../../src/kubectl/kubectl-run.ts'
import { type RecordedWorld, recordedWorld } from './recorded-world.ts'

const alice: UserInfo = { user: 'alice', groups: ['projectcapsule.dev', 'system:authenticated'] }
const ops: UserInfo = { user: 'ops', groups: ['platform', 'system:authenticated'] }

const asOwner = recordedWorld('incident', 'incident-delete-namespace-as-owner')
const asPlatform = recordedWorld('incident', 'incident-delete-namespace-as-platform')

function run({ model, state }: RecordedWorld, user: UserInfo, through: Road, timeoutSeconds?: number): KubectlRun {
  return kubectlDeleteNamespace(model, state, user, 'oil-dev', {
    through,
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
  })
}

/** The recorded answer to the request of this verb. */
function recorded({ steps }: RecordedWorld, verb: string): Response | undefined {
  return steps.findLast(({ request }) => request?.verb === verb)?.response
}

/** Code, and message or name: what of an answer does not change from cluster to cluster. */
function gist(response: Response | undefined): unknown {
  return [response?.code, textAt(response?.body, 'message'), textAt(response?.body, 'status', 'phase')]
}

function recordedReason(world: RecordedWorld): string {
  return textAt(recorded(world, 'create')?.body, 'status', 'reason') ?? ''
}

function answers(result: KubectlRun, verb: string): readonly unknown[] {
  return result.requests.filter(({ request }) => request.verb === verb).map(({ response }) => gist(response))
}

describe('kubectl delete namespace, as a tenant owner at the API server', () => {
  const result = run(asOwner, alice, 'api-server')

  it('is answered as recorded: the deletion is accepted, to list namespaces is refused', () => {
    expect(answers(result, 'delete')).toEqual([gist(recorded(asOwner, 'delete'))])
    const [watched, ...listed] = answers(result, 'list')
    expect(watched).toEqual([403, expect.stringContaining('cannot watch resource "namespaces"'), undefined])
    expect(listed).toEqual([gist(recorded(asOwner, 'list')), gist(recorded(asOwner, 'list'))])
  })

  it('says which binding allows the deletion, the one that the recorded review names', () => {
    const { decidedBy } = result.requests[0]?.decision ?? {}
    expect(decidedBy?.role.name).toBe('capsule-namespace-deleter')
    expect(recordedReason(asOwner)).toContain(
      `${decidedBy?.binding.kind} "${decidedBy?.binding.name}/${decidedBy?.binding.namespace}" of ClusterRole "${decidedBy?.role.name}"`,
    )
  })

  it('hangs after it printed that the namespace is deleted, and the namespace goes all the same', () => {
    expect(result.end).toBe('hangs')
    expect(result.exitCode).toBeUndefined()
    expect(result.printed[0]).toEqual({ stream: 'stdout', text: 'namespace "oil-dev" deleted' })
    expect(result.printed[1]?.text).toContain('cannot list resource')
    expect(findObject(result.state, '/namespaces', '', 'oil-dev')).toBeUndefined()
  })

  it('ends with an error after --timeout', () => {
    const limited = run(asOwner, alice, 'api-server', 30)
    expect([limited.end, limited.exitCode]).toEqual(['timed out', 1])
    expect(limited.printed.at(-1)?.text).toBe('error: timed out waiting for the condition on namespaces/oil-dev')
  })

  it('afterwards the owner may not even get the namespace, as recorded', () => {
    const request = { verb: 'get', group: '', version: 'v1', resource: 'namespaces', name: 'oil-dev' } as const
    const { response } = asOwner.model.apply(result.state, { type: 'request', as: alice, request })
    expect(gist(response)).toEqual(gist(recorded(asOwner, 'get')))
  })

  it('succeeds with the right to list and watch this one namespace', () => {
    const rights = extraRights(asOwner.model, asOwner.state, alice, (state) =>
      run({ ...asOwner, state }, alice, 'api-server'),
    )
    expect(rights.rules).toEqual([
      { apiGroups: [''], resources: ['namespaces'], resourceNames: ['oil-dev'], verbs: ['list', 'watch'] },
    ])
  })
})

describe('kubectl delete namespace, as a platform engineer at the API server', () => {
  const result = run(asPlatform, ops, 'api-server')

  it('is answered as recorded, by the binding that the recorded review names', () => {
    expect(answers(result, 'delete')).toEqual([gist(recorded(asPlatform, 'delete'))])
    expect(answers(result, 'list')).toEqual([gist(recorded(asPlatform, 'list'))])
    expect(recordedReason(asPlatform)).toContain(`"${result.requests[0]?.decision?.decidedBy?.binding.name}"`)
  })

  it('waits until the namespace is gone, and ends with 0', () => {
    expect([result.end, result.exitCode]).toEqual(['done', 0])
    expect(result.seconds).toBeGreaterThan(0)
    expect(result.printed).toEqual([{ stream: 'stdout', text: 'namespace "oil-dev" deleted' }])
    const request = { verb: 'get', group: '', version: 'v1', resource: 'namespaces', name: 'oil-dev' } as const
    const { response } = asPlatform.model.apply(result.state, { type: 'request', as: ops, request })
    expect(gist(response)).toEqual(gist(recorded(asPlatform, 'get')))
  })
})

describe('kubectl delete namespace through Capsule Proxy, from the specification', () => {
  it('ends for a tenant owner when the namespace is gone', () => {
    const result = run(asOwner, alice, 'proxy')
    expect([result.end, result.exitCode]).toEqual(['done', 0])
    expect(result.requests.map(({ proxied }) => proxied?.sentAs)).toEqual(['caller', 'proxy', 'proxy'])
    expect(result.notes[0]).toContain('no recordings')
  })

  it('is as direct for somebody who is no Capsule user', () => {
    const result = run(asPlatform, ops, 'proxy')
    expect(result.requests.every(({ proxied }) => proxied?.sentAs === 'caller')).toBe(true)
    expect(result.end).toBe('done')
  })
})
