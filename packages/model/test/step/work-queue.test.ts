import { describe, expect, it } from 'vitest'
import { type ClusterState, emptyState } from '../../src/state/cluster-state.ts'
import { enqueue, itemsDueUntil, nextItem, withoutWorkOf } from '../../src/step/work-queue.ts'

function queued(...wanted: readonly (readonly [controller: string, key: string, afterMs: number])[]): ClusterState {
  return wanted.reduce(
    (state, [controller, key, afterMs]) => enqueue(state, { controller, key, afterMs }, 0),
    emptyState(0),
  )
}

function due(state: ClusterState, until: number, most = 10): readonly string[] {
  return itemsDueUntil(state, until, most).map(({ controller, key, dueAt }) => `${controller} ${key} ${dueAt}`)
}

/** [client-go util/workqueue: delaying_queue.go] */
describe('the queue of work', () => {
  it('has first what is due first, and of what is due at once what came first', () => {
    const state = queued(['a', 'late', 900], ['a', 'second', 50], ['b', 'third', 50], ['a', 'first', 7])
    expect(due(state, 1000)).toEqual(['a first 7', 'a second 50', 'b third 50', 'a late 900'])
    expect(nextItem(state)?.key).toBe('first')
  })

  it('tells what is due until a moment, and no more than is asked for', () => {
    const state = queued(['a', 'x', 10], ['a', 'y', 20], ['a', 'z', 30])
    expect(due(state, 20)).toEqual(['a x 10', 'a y 20'])
    expect(due(state, 1000, 1)).toEqual(['a x 10'])
  })

  it('keeps the earlier time of what waits already, unless it is to start again', () => {
    expect(due(queued(['a', 'x', 10], ['a', 'x', 50]), 1000)).toEqual(['a x 10'])
    expect(due(queued(['a', 'x', 50], ['a', 'x', 10]), 1000)).toEqual(['a x 10'])
    const again = enqueue(queued(['a', 'x', 10]), { controller: 'a', key: 'x', afterMs: 50, restart: true }, 0)
    expect(due(again, 1000)).toEqual(['a x 50'])
  })

  it('loses the work of controllers whose process ends, and only that', () => {
    const state = queued(['a', 'x', 10], ['b', 'x', 20], ['a', 'y', 30])
    expect(due(withoutWorkOf(state, new Set(['a'])), 1000)).toEqual(['b x 20'])
    expect(due(state, 1000)).toHaveLength(3)
  })
})
