import { describe, expect, it } from 'vitest'
import type { Call, Reconcile } from '../../src/controllers/controller.ts'
import { scale } from '../../src/controllers/workloads/deployment/scale.ts'
import { numberAt } from '../../src/controllers/workloads/numbers.ts'
import type { JsonObject } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'

/** A ReplicaSet by size, and by availability where it is not that size. */
type Size = number | { readonly size: number; readonly available: number }

interface Case {
  readonly name: string
  readonly to: number
  readonly from: number
  readonly surge?: readonly [before: number, after: number]
  readonly newSize?: Size
  /** newest first, as upstream lists them */
  readonly oldSizes: readonly Size[]
  readonly status?: number
  /** what the ReplicaSets note instead of the deployment's former size */
  readonly noted?: Readonly<Record<string, JsonObject>>
  readonly sizes: readonly number[]
}

/** The table of pkg/controller/deployment/sync_test.go TestScale: the new ReplicaSet, then the old ones, newest first. */
const upstream: readonly Case[] = [
  { name: 'one alone grows', from: 10, to: 12, newSize: 10, oldSizes: [], sizes: [12] },
  { name: 'one alone shrinks', from: 10, to: 5, newSize: 10, oldSizes: [], sizes: [5] },
  { name: 'two grow by share', from: 5, to: 10, newSize: 2, oldSizes: [3], sizes: [4, 6] },
  { name: 'two shrink by share', from: 5, to: 3, newSize: 2, oldSizes: [3], sizes: [1, 2] },
  { name: 'a small one shrinks to nothing', from: 9, to: 4, newSize: 8, oldSizes: [1], sizes: [4, 0] },
  { name: 'three grow by share', from: 7, to: 10, newSize: 2, oldSizes: [3, 2], sizes: [3, 4, 3] },
  { name: 'three shrink by share', from: 13, to: 8, newSize: 2, oldSizes: [8, 3], sizes: [1, 5, 2] },
  { name: 'the newest gets what is left over', from: 3, to: 4, newSize: 1, oldSizes: [1, 1], sizes: [2, 1, 1] },
  { name: 'the oldest loses what is left over', from: 3, to: 2, newSize: 1, oldSizes: [1, 1], sizes: [1, 1, 0] },
  { name: 'the newest of old ones grows where there is no new one', from: 4, to: 5, oldSizes: [2, 2], sizes: [3, 2] },
  { name: 'all shrink to zero', from: 6, to: 0, newSize: 3, oldSizes: [2, 1], sizes: [0, 0, 0] },
  { name: 'from zero only the new one grows', from: 6, to: 6, newSize: 0, oldSizes: [0, 0], sizes: [6, 0, 0] },
  {
    name: 'one whose growth failed before gets it now',
    from: 5,
    to: 5,
    newSize: 2,
    oldSizes: [1, 1],
    noted: { 'foo-1': annotated(3, 3) },
    sizes: [2, 2, 1],
  },
  { name: 'the surge counts too', from: 10, to: 20, surge: [2, 2], newSize: 6, oldSizes: [6], sizes: [11, 11] },
  { name: 'surge and size change', from: 10, to: 50, surge: [3, 6], newSize: 5, oldSizes: [8], sizes: [22, 34] },
  { name: 'size and template change', from: 10, to: 14, oldSizes: [7, 3], sizes: [10, 4] },
  {
    name: 'a new one that is not available leaves the old one alone',
    from: 2,
    to: 2,
    surge: [1, 1],
    newSize: { size: 2, available: 0 },
    oldSizes: [1],
    sizes: [2, 1],
  },
]

/** What upstream's code says beyond its table. [deployment/sync.go scale, deployment/util getReplicaSetFraction] */
const more: readonly Case[] = [
  {
    name: 'old ones go where the new one is complete',
    from: 2,
    to: 2,
    newSize: { size: 2, available: 2 },
    oldSizes: [1, 3],
    sizes: [2, 0, 0],
  },
  { name: 'the newest grows where none is active', from: 0, to: 3, oldSizes: [0, 0], sizes: [3, 0] },
  {
    name: 'without a note of the former size the deployment shows it',
    from: 5,
    to: 10,
    status: 5,
    newSize: 2,
    oldSizes: [3],
    noted: { 'foo-0': {}, 'foo-1': {} },
    sizes: [4, 6],
  },
  {
    name: 'with no former size at all the largest gets everything',
    from: 5,
    to: 10,
    status: 0,
    newSize: 2,
    oldSizes: [3],
    noted: { 'foo-0': {}, 'foo-1': {} },
    sizes: [2, 8],
  },
]

function annotated(desired: number, most: number): JsonObject {
  return {
    'deployment.kubernetes.io/desired-replicas': String(desired),
    'deployment.kubernetes.io/max-replicas': String(most),
  }
}

function deployment({ to, surge, status }: Case, strategy = 'RollingUpdate'): KubeObject {
  const rollingUpdate = { maxSurge: surge?.[1] ?? 0, maxUnavailable: 0 }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'foo', namespace: 'a' },
    spec: { replicas: to, strategy: { type: strategy, ...(strategy === 'RollingUpdate' ? { rollingUpdate } : {}) } },
    status: { replicas: status ?? 0 },
  }
}

function replicaSet(of: Case, size: Size, age: number): KubeObject {
  const name = `foo-${age}`
  const annotations = of.noted?.[name] ?? annotated(of.from, of.from + (of.surge?.[0] ?? 0))
  const creationTimestamp = `2016-05-20T0${9 - age}:00:00Z`
  const [replicas, availableReplicas] = typeof size === 'number' ? [size, 0] : [size.size, size.available]
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name, namespace: 'a', annotations: annotations as Record<string, string>, creationTimestamp },
    spec: { replicas },
    status: { replicas, availableReplicas },
  }
}

function parts(of: Case): { readonly newReplicaSet: KubeObject | undefined; readonly oldReplicaSets: KubeObject[] } {
  const newReplicaSet = of.newSize === undefined ? undefined : replicaSet(of, of.newSize, 0)
  return { newReplicaSet, oldReplicaSets: of.oldSizes.map((size, index) => replicaSet(of, size, index + 1)) }
}

/** Answers every update with what was sent. */
function updatesOf(work: Reconcile<unknown>): readonly KubeObject[] {
  const sent: KubeObject[] = []
  for (let next: IteratorResult<Call, unknown> = work.next(); !next.done; ) {
    const body = next.value.type === 'request' ? (next.value.request.body as KubeObject) : undefined
    if (!body) throw new Error('an update was expected')
    sent.push(body)
    next = work.next({ code: 200, body })
  }
  return sent
}

function sizesAfter(of: Case): readonly number[] {
  const { newReplicaSet, oldReplicaSets } = parts(of)
  const rollout = { deployment: deployment(of), newReplicaSet, oldReplicaSets: oldReplicaSets.toReversed() }
  const sent = new Map(updatesOf(scale(rollout)).map((one) => [one.metadata.name, one]))
  const all = newReplicaSet ? [newReplicaSet, ...oldReplicaSets] : oldReplicaSets
  return all.map((one) => numberAt(sent.get(one.metadata.name) ?? one, 'spec', 'replicas'))
}

describe("scaling a deployment, by upstream's table", () => {
  it.each(upstream)('$name: $from to $to', (one) => {
    expect(sizesAfter(one)).toEqual(one.sizes)
  })
})

describe('scaling a deployment', () => {
  it.each(more)('$name', (one) => {
    expect(sizesAfter(one)).toEqual(one.sizes)
  })

  it('leaves several ReplicaSets alone with strategy Recreate', () => {
    const one: Case = { name: '', from: 5, to: 10, newSize: 2, oldSizes: [3], sizes: [] }
    expect(updatesOf(scale({ deployment: deployment(one, 'Recreate'), ...parts(one) }))).toEqual([])
  })

  it('notes the new size even on a ReplicaSet that keeps its own', () => {
    const one: Case = { name: '', from: 3, to: 4, newSize: 1, oldSizes: [1, 1], sizes: [] }
    const sent = updatesOf(scale({ deployment: deployment(one), ...parts(one) }))
    expect(sent.map(({ metadata }) => metadata.annotations)).toEqual([
      annotated(4, 4),
      annotated(4, 4),
      annotated(4, 4),
    ])
  })

  it('stops at the first ReplicaSet that is refused', () => {
    const one: Case = { name: '', from: 5, to: 10, newSize: 2, oldSizes: [3], sizes: [] }
    const work = scale({ deployment: deployment(one), ...parts(one) })
    work.next()
    const status = {
      apiVersion: 'v1',
      kind: 'Status',
      metadata: {},
      status: 'Failure',
      message: 'no',
      code: 409,
    } as const
    expect(work.next({ code: 409, body: status })).toEqual({ done: true, value: { failure: 'no' } })
  })
})
