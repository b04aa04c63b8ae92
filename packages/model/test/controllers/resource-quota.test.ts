import { describe, expect, it } from 'vitest'
import type { Call } from '../../src/controllers/controller.ts'
import { resourceQuotaController as controller } from '../../src/controllers/resource-quota.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import type { ClusterState } from '../../src/state/cluster-state.ts'
import { stateWith } from '../plugins/admission-fixture.ts'

const quota = { metadata: { name: 'q', namespace: 'n' }, spec: { hard: { pods: '3', configmaps: '4' } } }
const counted = { ...quota, status: { hard: quota.spec.hard, used: { pods: '0', configmaps: '1' } } }
const configMap = { metadata: { name: 'c', namespace: 'n' } } as unknown as KubeObject
const ended = { metadata: { name: 'p', namespace: 'n' }, spec: { containers: [] }, status: { phase: 'Succeeded' } }

function requestsOf(state: ClusterState): readonly Call[] {
  const run = controller.reconcile('n/q', undefined, 0)
  const sent: Call[] = []
  let step = run.next()
  while (!step.done) {
    const call = step.value
    if (call.type === 'request') sent.push(call)
    step = run.next(call.type === 'read' ? call.read(state) : { code: 200, body: {} })
  }
  return sent
}

describe('the resource quota controller', () => {
  it('writes what is allowed and what is used', () => {
    const state = stateWith(['/resourcequotas', quota], ['/configmaps', configMap], ['/pods', ended])
    expect(requestsOf(state)).toMatchObject([
      {
        request: {
          verb: 'update',
          resource: 'resourcequotas',
          subresource: 'status',
          namespace: 'n',
          name: 'q',
          body: { status: { hard: { pods: '3', configmaps: '4' }, used: { pods: '0', configmaps: '1' } } },
        },
      },
    ])
  })

  it('writes nothing that is so already', () => {
    expect(requestsOf(stateWith(['/resourcequotas', counted], ['/configmaps', configMap]))).toEqual([])
    expect(requestsOf(stateWith())).toEqual([])
  })

  it('counts again when a quota appears or allows something else, not when its status changes', () => {
    const state = stateWith(['/resourcequotas', counted])
    const [object, oldObject] = [counted, quota] as unknown as [KubeObject, KubeObject]
    expect(
      controller.observe({ type: 'added', resource: '/resourcequotas', object }, undefined, state).enqueue,
    ).toHaveLength(1)
    const modified = { type: 'modified', resource: '/resourcequotas', object } as const
    expect(controller.observe({ ...modified, oldObject }, undefined, state).enqueue).toEqual([])
    const other = { ...oldObject, spec: { hard: {} } } as KubeObject
    expect(controller.observe({ ...modified, oldObject: other }, undefined, state).enqueue).toHaveLength(1)
  })

  it('counts again when something goes that the quota counts, not when it comes', () => {
    const state = stateWith(['/resourcequotas', counted])
    const seen = (type: 'added' | 'deleted', resource: '/configmaps' | '/secrets') =>
      controller.observe({ type, resource, object: configMap }, undefined, state).enqueue.map(({ key }) => key)
    expect(seen('deleted', '/configmaps')).toEqual(['n/q'])
    expect(seen('deleted', '/secrets')).toEqual([])
    expect(seen('added', '/configmaps')).toEqual([])
  })
})
