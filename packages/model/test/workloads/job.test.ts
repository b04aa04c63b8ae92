import { describe, expect, it } from 'vitest'
import { formatIndexes, parseIndexes } from '../../src/controllers/workloads/job/indexes.ts'
import { remainingBackoff } from '../../src/controllers/workloads/job/job-backoff.ts'
import type { JsonObject } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { stored } from '../cluster/objects.ts'
import type { Cluster } from '../cluster/running.ts'
import { clusterForPods, created, latest, names, setPhase } from './workload-fixture.ts'

const template: JsonObject = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] } }
const finalizer = 'batch.kubernetes.io/job-tracking'

function jobWith(spec: JsonObject): { readonly on: Cluster; readonly job: KubeObject } {
  const on = clusterForPods()
  return { on, job: created(on, 'Job', 'j', { template, ...spec }) }
}

function conditions(on: Cluster): readonly string[] {
  const { conditions: all = [] } = latest(on, 'Job', 'j').status as { conditions?: readonly JsonObject[] }
  return all.map(({ type, status, reason }) => `${type} ${status} ${reason}`)
}

describe('Job', () => {
  it('makes as many pods as may run in parallel, each held by a finalizer', () => {
    const { on, job } = jobWith({ parallelism: 2, completions: 3 })
    expect(names(on, 'Pod')).toHaveLength(2)
    expect(latest(on, 'Pod', names(on, 'Pod')[0] ?? '').metadata).toMatchObject({
      generateName: 'j-',
      finalizers: [finalizer],
      labels: { 'batch.kubernetes.io/job-name': 'j' },
      ownerReferences: [{ kind: 'Job', name: 'j', controller: true }],
    })
    expect(job.status).toEqual({
      active: 2,
      ready: 0,
      startTime: '2026-01-02T00:00:00Z',
      terminating: 0,
      uncountedTerminatedPods: {},
    })
  })

  it('makes no more pods than are still needed, and is complete when all are counted', () => {
    const { on } = jobWith({ parallelism: 2, completions: 3 })
    for (const name of names(on, 'Pod')) setPhase(on, name, 'Succeeded')
    expect(latest(on, 'Job', 'j').status).toMatchObject({ succeeded: 2, active: 1 })
    setPhase(on, names(on, 'Pod').find((name) => latest(on, 'Pod', name).metadata.finalizers) ?? '', 'Succeeded')
    expect(latest(on, 'Job', 'j').status).toMatchObject({ succeeded: 3, uncountedTerminatedPods: {} })
    expect(latest(on, 'Job', 'j').status).toHaveProperty('completionTime')
    expect(conditions(on)).toEqual(['SuccessCriteriaMet True CompletionsReached', 'Complete True CompletionsReached'])
    expect(names(on, 'Pod').map((name) => latest(on, 'Pod', name).metadata.finalizers)).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('counts a pod that is deleted as failed, and replaces it after a while', () => {
    const { on } = jobWith({})
    const [first = ''] = names(on, 'Pod')
    on.delete('Pod', first)
    on.wait(3000)
    expect(names(on, 'Pod')).toEqual([])
    expect(latest(on, 'Job', 'j').status).toMatchObject({ failed: 1 })
    on.wait(10_000)
    expect(names(on, 'Pod')).toHaveLength(1)
  })

  it('has failed when more pods failed than it allows', () => {
    const { on } = jobWith({ backoffLimit: 0 })
    setPhase(on, names(on, 'Pod')[0] ?? '', 'Failed')
    expect(conditions(on)).toEqual(['FailureTarget True BackoffLimitExceeded', 'Failed True BackoffLimitExceeded'])
    expect(latest(on, 'Job', 'j').status).toMatchObject({ failed: 1 })
  })

  it('has failed when it was active for too long; its pods are deleted', () => {
    const { on } = jobWith({ activeDeadlineSeconds: 60 })
    on.wait(90_000)
    expect(names(on, 'Pod')).toEqual([])
    expect(conditions(on)).toEqual(['FailureTarget True DeadlineExceeded', 'Failed True DeadlineExceeded'])
  })

  it('deletes its pods while it is suspended, and starts anew when it is resumed', () => {
    const { on } = jobWith({})
    on.patch('Job', 'j', 'merge', { spec: { suspend: true } })
    on.settle()
    expect(names(on, 'Pod')).toEqual([])
    expect(conditions(on)).toEqual(['Suspended True JobSuspended'])
    expect(latest(on, 'Job', 'j').status).not.toHaveProperty('startTime')
    expect(latest(on, 'Job', 'j').status).not.toHaveProperty('failed')
    on.patch('Job', 'j', 'merge', { spec: { suspend: false } })
    on.settle()
    expect(names(on, 'Pod')).toHaveLength(1)
    expect(conditions(on)).toEqual(['Suspended False JobResumed'])
  })

  it('with indexes gives each pod the lowest that is free', () => {
    const { on } = jobWith({ completionMode: 'Indexed', completions: 3, parallelism: 2 })
    const indexesOf = () =>
      names(on, 'Pod').map(
        (name) => latest(on, 'Pod', name).metadata.labels?.['batch.kubernetes.io/job-completion-index'],
      )
    expect(indexesOf()).toEqual(['0', '1'])
    const [first = ''] = names(on, 'Pod')
    expect(first).toMatch(/^j-0-/)
    expect(latest(on, 'Pod', first).spec).toMatchObject({
      hostname: 'j-0',
      containers: [{ env: [{ name: 'JOB_COMPLETION_INDEX' }] }],
    })
    setPhase(on, first, 'Succeeded')
    expect(indexesOf()).toEqual(['0', '1', '2'])
    expect(latest(on, 'Job', 'j').status).toMatchObject({ succeeded: 1, completedIndexes: '0' })
  })

  it('lets its pods go when it is deleted: they are deleted with it, or stay', () => {
    const { on } = jobWith({})
    on.delete('Job', 'j', { propagationPolicy: 'Background' })
    on.settle()
    expect(names(on, 'Pod')).toEqual([])
    const other = jobWith({})
    other.on.delete('Job', 'j', { propagationPolicy: 'Orphan' })
    other.on.settle()
    expect(names(other.on, 'Pod')).toHaveLength(1)
    expect(latest(other.on, 'Pod', names(other.on, 'Pod')[0] ?? '').metadata.finalizers).toBeUndefined()
  })

  it('does not keep its namespace from being deleted', () => {
    const { on } = jobWith({})
    on.delete('Namespace', 'team')
    on.settle()
    expect(on.has('Namespace', 'team')).toBe(false)
  })

  it('that another controller manages is left alone', () => {
    const { on } = jobWith({ managedBy: 'example.com/other' })
    expect(names(on, 'Pod')).toEqual([])
  })

  it('waits 10 s after the first failure, twice as long after each more, at most 10 minutes', () => {
    const wait = (failures: number): number => remainingBackoff({ failures, lastFailureAt: 1000 }, 2000)
    expect([1, 2, 3, 20].map(wait)).toEqual([9000, 19_000, 39_000, 599_000])
    expect(remainingBackoff(undefined, 0)).toBe(0)
  })

  it.each(['', '0', '0,1', '0-2', '0-2,4,5,7-9'])('writes indexes as ranges: %s', (text) => {
    expect(formatIndexes(parseIndexes(text))).toBe(text)
  })
})

describe('CronJob', () => {
  const spec = { schedule: '* * * * *', jobTemplate: { spec: { template } } }
  const finished = (name: string, type: string, day: number): KubeObject => {
    const time = `2026-01-0${day}T00:00:00Z`
    const ownerReferences = [{ apiVersion: 'batch/v1', kind: 'CronJob', name: 'c', uid: 'cronjob-c', controller: true }]
    const done = type === 'Complete' ? { completionTime: time } : {}
    const status = { startTime: time, ...done, conditions: [{ type, status: 'True' }] }
    return stored('Job', name, { ownerReferences }, { spec: { template }, status })
  }

  it('keeps its newest finished jobs, and forgets those that are gone', () => {
    const jobs = [finished('a', 'Complete', 1), finished('b', 'Complete', 2), finished('f', 'Failed', 1)]
    const active = [{ kind: 'Job', name: 'gone', uid: 'gone' }]
    const limits = { successfulJobsHistoryLimit: 1, failedJobsHistoryLimit: 0 }
    const cronJob = stored('CronJob', 'c', {}, { spec: { ...spec, ...limits }, status: { active } })
    const on = clusterForPods(...jobs, cronJob)
    on.patch('CronJob', 'c', 'merge', { metadata: { labels: { touched: 'yes' } } })
    on.settle()
    expect(names(on, 'Job')).toEqual(['b'])
    expect(latest(on, 'CronJob', 'c').status).toEqual({ lastSuccessfulTime: '2026-01-02T00:00:00Z' })
  })

  it('makes no jobs here', () => {
    const on = clusterForPods()
    created(on, 'CronJob', 'c', spec)
    on.wait(120_000)
    expect(names(on, 'Job')).toEqual([])
  })
})
