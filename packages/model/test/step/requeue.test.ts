import { expect, test } from 'vitest'
import type { AdmissionChain } from '../../src/apiserver/admission.ts'
import { type Controller, nothing, type ReconcileResult } from '../../src/controllers/controller.ts'
import { emptyState } from '../../src/state/cluster-state.ts'
import { clusterModel } from '../../src/step/cluster-model.ts'
import { nextItem } from '../../src/step/work-queue.ts'

const nobodyObjects: AdmissionChain = {
  mutate: ({ object }) => ({ object, warnings: [] }),
  validate: ({ object }) => ({ object, warnings: [] }),
}

const failed: ReconcileResult = { type: 'error', message: 'failed' }

/** After how long a controller is at work again, when its reconciles end like this. */
function delays(...results: readonly ReconcileResult[]): readonly number[] {
  const left = [...results]
  const controller: Controller = {
    name: 'test',
    process: 'kube-controller-manager',
    user: { user: 'test', groups: [] },
    backoff: { baseMs: 5, maxMs: 50 },
    resumes: true,
    observe: () => nothing,
    start: () => ({ enqueue: [{ controller: 'test', key: 'x', afterMs: 0 }] }),
    // biome-ignore lint/correctness/useYield: it asks for nothing
    *reconcile() {
      return left.shift() ?? { type: 'done' }
    },
  }
  const model = clusterModel(nobodyObjects, [controller])
  let state = model.start(emptyState(0))
  const found: number[] = []
  for (let count = 0; count < results.length; count++) {
    state = model.apply(state, { type: 'work', controller: 'test', key: 'x' }).state
    const item = nextItem(state)
    if (item) found.push(item.dueAt - state.clock)
  }
  return found
}

test('failures double the delay up to the maximum', () => {
  expect(delays(failed, failed, failed, failed, failed, failed)).toEqual([5, 10, 20, 40, 50, 50])
})

test('a requeue comes back when it says', () => {
  expect(delays({ type: 'requeue', afterMs: 700 })).toEqual([700])
})

test('a requeue forgets failures, unless it says otherwise', () => {
  expect(delays(failed, failed, { type: 'requeue', afterMs: 7 }, failed)).toEqual([5, 10, 7, 5])
  const remembering: ReconcileResult = { type: 'requeue', afterMs: 7, remembersFailures: true }
  expect(delays(failed, failed, remembering, failed)).toEqual([5, 10, 7, 20])
})

test('what is done does not come back', () => {
  expect(delays(failed, { type: 'done' })).toEqual([5])
})
