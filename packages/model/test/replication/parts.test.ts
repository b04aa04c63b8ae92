import { describe, expect, it } from 'vitest'
import { fieldOwnerHash } from '../../src/capsule/controllers/replication/field-owner.ts'
import { replaceScope, resourceIdOf, withItem } from '../../src/capsule/controllers/replication/processed-items.ts'
import { asReplication } from '../../src/capsule/controllers/replication/replication.ts'
import { resync } from '../../src/capsule/controllers/replication/resync-period.ts'
import { make } from './replication-world.ts'

const ok = { status: 'True', type: 'Ready' } as const
const failed = { status: 'False', type: 'Ready', message: 'no' } as const
const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ tenant: 'oil', namespace: name === 'c' ? 'prod' : 'dev', name }))

describe('items', () => {
  it('are the same only with the same origin', () => {
    const object = make('ConfigMap', { name: 'x', namespace: 'dev' })
    const one = { ...resourceIdOf(object, 'oil', '0/raw-0'), status: ok }
    const other = { ...resourceIdOf(object, 'oil', '0/raw-1'), status: ok }
    expect(withItem([one], other)).toHaveLength(2)
    expect(withItem([one], { ...one, status: failed })).toEqual([{ ...one, status: failed }])
  })

  it('of one scope are replaced in their places, and those of others kept', () => {
    const items = [a, c, b].map((id) => ({ ...id, status: ok }))
    const replaced = replaceScope(items, { tenant: 'oil', namespace: 'dev' }, [
      { ...b, status: failed },
      { ...a, name: 'd', status: ok },
    ])
    expect(replaced.map(({ name, status }) => [name, status.status])).toEqual([
      ['c', 'True'],
      ['b', 'False'],
      ['d', 'True'],
    ])
  })
})

describe('the resync period', () => {
  it.each([
    ['60s', 63_000],
    ['1m30s', 94_500],
    ['500ms', 525],
  ])('%s comes round after about as long', (resyncPeriod, afterMs) => {
    const replication = asReplication(make('TenantResource', { name: 'r' }, { spec: { resyncPeriod } }))
    expect(resync(replication)).toEqual({ type: 'requeue', afterMs })
  })

  it('of zero never does', () => {
    expect(resync(asReplication(make('TenantResource', { name: 'r' }, { spec: { resyncPeriod: '0s' } })))).toEqual({
      type: 'done',
    })
  })
})

describe('the field manager of a replication', () => {
  /** Printed by Go: strconv.FormatUint(fnv.New64a of place, 36). */
  it.each([
    ['', 'rep', '2aflhl367fp6'],
    ['dev', 'rep', '2jmb7etisbn6n'],
  ])('of %s/%s begins as upstream says', (namespace, name, hash) => {
    expect(fieldOwnerHash(namespace, name)).toBe(hash)
  })
})
