import { describe, expect, it } from 'vitest'
import { stored } from '../cluster/objects.ts'
import { clusterForPods, created, latest, names, selector, template } from './workload-fixture.ts'

const spec = { selector, template }

describe('DaemonSet', () => {
  it('keeps a revision and counts nothing where there are no nodes', () => {
    const on = clusterForPods()
    const set = created(on, 'DaemonSet', 'd', spec)
    const [revision = ''] = names(on, 'ControllerRevision')
    const hash = revision.slice('d-'.length)
    expect(latest(on, 'ControllerRevision', revision)).toMatchObject({
      metadata: {
        labels: { app: 'a', 'controller-revision-hash': hash },
        annotations: { 'deprecated.daemonset.template.generation': '1' },
      },
      data: { spec: { template: { $patch: 'replace' } } },
      revision: 1,
    })
    expect(names(on, 'Pod')).toEqual([])
    expect(set.status).toEqual({
      currentNumberScheduled: 0,
      desiredNumberScheduled: 0,
      numberMisscheduled: 0,
      numberReady: 0,
      observedGeneration: 1,
    })
  })

  it('numbers its revisions, and makes an old one the newest when it goes back', () => {
    const on = clusterForPods()
    created(on, 'DaemonSet', 'd', spec)
    const [first = ''] = names(on, 'ControllerRevision')
    for (const image of ['other', 'nginx']) {
      on.patch('DaemonSet', 'd', 'merge', { spec: { template: { spec: { containers: [{ name: 'c', image }] } } } })
      on.settle()
    }
    expect(names(on, 'ControllerRevision')).toHaveLength(2)
    expect(latest(on, 'ControllerRevision', first).revision).toBe(3)
    expect(latest(on, 'DaemonSet', 'd').status).toMatchObject({ observedGeneration: 3 })
  })

  it('is left alone where there are nodes', () => {
    const on = clusterForPods(stored('Node', 'node'))
    created(on, 'DaemonSet', 'd', spec)
    expect(names(on, 'ControllerRevision')).toEqual([])
  })
})
