import { describe, expect, it } from 'vitest'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { stored } from '../cluster/objects.ts'
import { cluster } from '../cluster/running.ts'

const container = { name: 'c', image: 'i' }

function held(spec: object): KubeObject {
  const finalizers = ['example.com/hold']
  return stored(
    'Pod',
    'p',
    { finalizers },
    { spec: { containers: [container], ...spec }, status: { phase: 'Pending' } },
  )
}

describe('a deleted pod that something holds', () => {
  it('is marked as failed within 20 seconds where it has no node, and still held', () => {
    const server = cluster(held({}))
    server.delete('Pod', 'p')
    server.wait(15_000)
    expect(server.stored('Pod', 'p')?.status).toMatchObject({ phase: 'Pending' })
    server.wait(10_000)
    expect(server.stored('Pod', 'p')).toMatchObject({
      metadata: { finalizers: ['example.com/hold'] },
      status: { phase: 'Failed' },
    })
  })

  it("is its node's business where it has one", () => {
    const server = cluster(held({ nodeName: 'n' }))
    server.delete('Pod', 'p')
    server.wait(60_000)
    expect(server.stored('Pod', 'p')?.status).toMatchObject({ phase: 'Pending' })
  })
})
