import { describe, expect, it } from 'vitest'
import { controlPlane } from '../../src/assemble.ts'
import type { CapsuleVersion } from '../../src/capsule/operator.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import type { Request } from '../../src/request/request.ts'
import { type ClusterState, emptyState } from '../../src/state/cluster-state.ts'
import { putObject } from '../../src/state/store.ts'

const process = 'capsule'

/** Whether an operator runs that is started so long after it was stopped. */
function runsAfter(milliseconds: number, capsule: CapsuleVersion): boolean {
  const model = controlPlane({ capsule })
  const stopped = model.apply(emptyState(0), { type: 'process', process, running: false }).state
  const later = model.apply(stopped, { type: 'wait', until: milliseconds }).state
  return model.apply(later, { type: 'process', process, running: true }).state.running.capsule
}

const admin = { user: 'admin', groups: ['system:masters'] }
const group = 'admissionregistration.k8s.io'
const resource = 'validatingwebhookconfigurations'

const configuration: KubeObject = {
  apiVersion: `${group}/v1`,
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name: 'hooks', uid: 'hooks' },
  webhooks: [
    {
      name: 'namespaces.projectcapsule.dev',
      clientConfig: { url: 'https://127.0.0.1:9443/namespaces' },
      rules: [{ operations: ['*'], apiGroups: [''], apiVersions: ['v1'], resources: ['namespaces'], scope: '*' }],
      failurePolicy: 'Fail',
    },
  ],
}

/** The answer to a Namespace that is created so long after the webhooks of an operator that is down were deleted. */
function answerAfterDeletion(milliseconds: number, choicesGiven: readonly number[]): number | undefined {
  const model = controlPlane({ capsule: '0.7' })
  const running = { 'kube-apiserver': true, 'kube-controller-manager': false, capsule: false }
  const state: ClusterState = { ...emptyState(0), running, choicesGiven }
  const remove: Request = { verb: 'delete', group, version: 'v1', resource, name: 'hooks' }
  const deleted = model.apply(putObject(state, `${group}/${resource}`, configuration), {
    type: 'request',
    as: admin,
    request: remove,
  })
  expect(deleted.response?.code).toBe(200)
  const later = model.apply(deleted.state, { type: 'wait', until: deleted.state.clock + milliseconds }).state
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'new' } }
  const create: Request = { verb: 'create', group: '', version: 'v1', resource: 'namespaces', body }
  return model.apply(later, { type: 'request', as: admin, request: create }).response?.code
}

describe('an operator that is started again', () => {
  it('ends at once in v0.7 while the one before it goes down', () => {
    expect([10, 5000].map((milliseconds) => runsAfter(milliseconds, '0.7'))).toEqual([false, true])
    expect(runsAfter(10, '0.14')).toBe(true)
  })
})

describe('a webhook configuration that is deleted', () => {
  it('may still be in force for the very next request, by chance', () => {
    expect(answerAfterDeletion(0, [])).toBe(201)
    expect(answerAfterDeletion(0, [1])).toBe(500)
    expect(answerAfterDeletion(1000, [1])).toBe(201)
  })
})
