import { describe, expect, it } from 'vitest'
import { distributionOf } from '../../src/metadata/distribution.ts'
import { type StormAnswer, type StormOptions, storm } from '../../src/metadata/storm.ts'
import { stormText } from '../../src/report/storm-text.ts'
import { paces } from '../../src/schedule/likely.ts'
import { cpuClock } from '../cpu-clock.ts'
import { recording, twoTenants } from './recorded.ts'

const { objects } = recording('0.7', 'metadata', 'metadata-1-0001')

function storm07(options: StormOptions = {}): StormAnswer {
  return storm(objects, { capsule: '0.7', namespaces: 60, tenants: ['me2cg-oil'], ...options })
}

function maxDelay({ keys }: StormAnswer): number {
  return Math.max(...keys.map(({ delay }) => delay?.max ?? 0))
}

describe('a storm of namespaces', () => {
  it('finds pods without metadata where only reconciles bring it, and none where admission does', () => {
    const counts = (['as is', 'reconcile', 'admission', 'both'] as const).map(
      (mode) => storm07({ mode }).violations > 0,
    )
    expect(counts).toEqual([true, true, false, false])
  })

  it('finds none among pods of owners, who have no rights before the pass is over', () => {
    const { violations, pods, podRetries } = storm07({ podsBy: 'owner' })
    expect({ violations, pods }).toEqual({ violations: 0, pods: 60 })
    expect(podRetries).toBeGreaterThan(0)
  })

  it('is later the slower the one worker of the operator writes: its passes queue', () => {
    const fast = maxDelay(storm07({ everyMs: 10 }))
    const slow = maxDelay(storm07({ everyMs: 10, writeMs: 20 }))
    expect(slow).toBeGreaterThan(fast + 1000)
  })

  it('is later the longer a pass takes for each namespace that is there', () => {
    const given = { everyMs: 10, pace: paces.prompt }
    expect(maxDelay(storm07({ ...given, memberMs: 10 }))).toBeGreaterThan(maxDelay(storm07(given)) + 100)
  })

  it('gives the same answer twice', () => {
    expect(storm07()).toEqual(storm07())
  })

  it('says which namespaces were refused, and lets a quota be overrun since the status is behind', () => {
    const answer = storm(twoTenants({ namespaceOptions: { quota: 10 } }), {
      namespaces: 60,
      tenants: ['oil'],
      everyMs: 50,
    })
    expect(answer.namespaces).toBeGreaterThan(8)
    expect(answer.refused).toEqual(
      answer.namespaces === 60
        ? []
        : [{ message: expect.stringContaining('Cannot exceed Namespace quota'), times: 60 - answer.namespaces }],
    )
  })

  it('of 500 namespaces with 0.14 has no pod without metadata, in less than 20 seconds of work', {
    timeout: 120_000,
  }, () => {
    const spent = cpuClock()
    const spec = { namespaceOptions: { additionalMetadata: { labels: { team: 'oil' } } } }
    const answer = storm(twoTenants(spec))
    expect(spent()).toBeLessThan(20_000)
    expect([answer.namespaces, answer.violations, maxDelay(answer)]).toEqual([500, 0, 0])
    expect(stormText(answer)).toContain('500 namespaces, ')
  })
})

describe('a distribution', () => {
  it('has the quantiles of its values, and bars that double', () => {
    const values = Array.from({ length: 100 }, (_, index) => index)
    const { histogram, ...rest } = distributionOf(values) ?? { histogram: [] }
    expect(rest).toEqual({ count: 100, min: 0, median: 49, p90: 89, p99: 98, max: 99 })
    expect(histogram.reduce((sum, { count }) => sum + count, 0)).toBe(100)
    expect(histogram.slice(0, 3)).toEqual([
      { upToMs: 0, count: 1 },
      { upToMs: 1, count: 1 },
      { upToMs: 2, count: 1 },
    ])
  })

  it('of nothing is none', () => {
    expect(distributionOf([])).toBeUndefined()
  })
})
