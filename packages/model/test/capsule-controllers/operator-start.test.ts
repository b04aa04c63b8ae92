import { describe, expect, it } from 'vitest'
import { capsuleControllers } from '../../src/capsule/controllers/index.ts'
import { annotationsOf, type KubeObject, withMetadata } from '../../src/object/kube-object.ts'
import type { ClusterState } from '../../src/state/cluster-state.ts'
import { differences, isGenerated } from './differences.ts'
import { drive } from './in-memory-server.ts'
import { baselineOf, families, stateOf, type Trace, tracesOf } from './recorded.ts'

const clock = Date.parse('2026-11-21T12:00:00Z')

/** Every controller looks at all that it finds; twice, for one works on what another made. */
function startOperator(state: ClusterState): ClusterState {
  let current = state
  for (const controller of [...capsuleControllers, ...capsuleControllers])
    for (const { key } of controller.start(current).enqueue)
      current = drive(current, controller.reconcile(key, undefined, clock)).state
  return current
}

describe('starting the operator', () => {
  it.each(families())('changes nothing in a recorded quiet state: %s', (family) => {
    const found = tracesOf(family).flatMap((trace) => {
      const state = stateOf([...baselineOf(trace), ...trace.before], clock)
      return differences(trace.name, state, startOperator(state))
    })
    expect(found).toEqual([])
  })

  it.each(families())('makes generated objects that are missing as they were: %s', (family) => {
    const found = tracesOf(family).flatMap((trace) => {
      const whole = stateOf([...baselineOf(trace), ...trace.before], clock)
      return differences(trace.name, whole, startOperator(stateOf(withoutGenerated(trace), clock)))
    })
    expect(found).toEqual([])
  })

  it('makes webhook configurations, ClusterRoles, their binding and the configuration status as they were', () => {
    const baseline = baselineOf({ baseline: 'baseline.json' })
    const left = baseline.filter((object) => !isMadeByOperator(object)).map(withoutStatus)
    const [whole, started] = [stateOf(baseline, clock), startOperator(stateOf(left, clock))]
    expect(differences('baseline', whole, started)).toEqual([])
  })
})

/** Of ResourceQuotas that share limits the use has to stay, for it comes from another controller. */
function withoutGenerated(trace: Trace): readonly KubeObject[] {
  const left = trace.before.flatMap((object) => {
    if (!isGenerated(object)) return [object]
    const shares = Object.keys(annotationsOf(object)).some((key) => key.startsWith('quota.capsule.clastix.io/'))
    return shares ? [{ ...withMetadata(object, { annotations: {} }), spec: {} }] : []
  })
  return [...baselineOf(trace), ...left]
}

function isMadeByOperator({ metadata }: KubeObject): boolean {
  return ['controller', 'rbac-controller'].includes(metadata.labels?.['projectcapsule.dev/created-by'] ?? '')
}

function withoutStatus(object: KubeObject): KubeObject {
  return object.kind === 'CapsuleConfiguration' ? { ...object, status: {} } : object
}
