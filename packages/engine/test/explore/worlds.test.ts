import { describe, expect, it } from 'vitest'
import { type ExploreOptions, explore } from '../../src/schedule/explore/explore.ts'
import { type Found, foundIn } from './worlds/classes.ts'
import { beginningOf } from './worlds/small-world.ts'
import { smallWorlds } from './worlds/worlds.ts'

/** Worlds with more states have too many for more than a few delays, or where reconciles go write by write. */
const statesOfSmall = 100

describe.each(smallWorlds)('$name', (world) => {
  const { expected, script } = world
  const { model, state } = beginningOf(world)
  const find = (options: ExploreOptions): Found => foundIn(explore(model, state, script, options), state)
  const all = find({ reduce: false })
  const isSmall = all.states <= statesOfSmall

  it('has so many states and turns, and these outcomes', () => {
    expect([all.states, all.turns]).toEqual(expected.all)
    expect(all.classes).toEqual(expected.classes)
    expect(all.rounds).toBe(expected.rounds ?? 0)
  })

  it('has the same outcomes where independent steps are not permuted', () => {
    const reduced = find({ reduce: true })
    expect([reduced.states, reduced.turns]).toEqual(expected.reduced)
    expect(reduced.ends).toEqual(all.ends)
    expect(reduced.rounds).toBe(all.rounds)
  })

  it('has no other outcome with few delays', () => {
    const few = [0, 1, 2].map((delaysMax) => find({ delaysMax }))
    expect(few.map(({ states }) => states)).toEqual(expected.delays)
    for (const { ends } of few) expect(all.ends).toEqual(expect.arrayContaining([...ends]))
  })

  if (!isSmall) return

  it('has all these outcomes where reconciles go write by write', () => {
    expect(find({ mode: 'fine', reduce: false }).ends).toEqual(expect.arrayContaining([...all.ends]))
  })

  it('has the same outcomes with as many delays as there can be', () => {
    const delayed = explore(model, state, script, { delaysMax: 9 })
    expect(delayed.search.wantsDelays).toBe(false)
    expect(foundIn(delayed, state).ends).toEqual(all.ends)
  })
})
