import { graphDeeds, ownerGraphs } from '@capsule-whatif/fixtures'
import type { Action, KubeObject } from '@capsule-whatif/model'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { explore } from '../../src/schedule/explore/explore.ts'
import { settle } from '../../src/schedule/likely.ts'
import { foundIn, textOf } from './worlds/classes.ts'
import { anyMoment, atRest, withInstalled } from './worlds/small-world.ts'

/** Larger worlds say nothing: not every order was looked at. */
const statesMax = 4000

const scenarios = ownerGraphs('wild').chain((objects) =>
  graphDeeds(objects).map((deeds) => ({ objects, actions: deeds.slice(0, 2).map(({ action }) => action) })),
)

it('random owner graphs have the same ends where independent steps are not permuted, the likely end among them', () => {
  fc.assert(
    fc.property(scenarios, ({ objects, actions }) => {
      const { model, state } = atRest(withInstalled(objects))
      const script = actions.map((action) => anyMoment(action))
      const all = explore(model, state, script, { reduce: false, statesMax })
      fc.pre(all.delays === undefined && all.search.limits.length === 0)
      const { ends, rounds } = foundIn(all, state)
      const reduced = foundIn(explore(model, state, script, { reduce: true }), state)
      expect(reduced.ends).toEqual(ends)
      expect(reduced.rounds).toBe(rounds)
      expect(ends).toContain(likelyEnd(objects, actions))
    }),
    { numRuns: 12, seed: 20261121 },
  )
})

/** The end where somebody does all at once, and controllers work in the order in which work is due. */
function likelyEnd(objects: readonly KubeObject[], actions: readonly Action[]): string {
  const { model, state } = atRest(withInstalled(objects))
  let current = { ...state, uidsAgainAfter: 4 }
  const responses = actions.map((action) => {
    const step = model.apply(current, action)
    current = { ...step.state, uidsAgainAfter: 4 }
    return step.response ?? null
  })
  return textOf(settle(model, current).state, responses)
}
