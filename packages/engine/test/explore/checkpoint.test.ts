import type { ClusterState, Step } from '@capsule-whatif/model'
import { describe, expect, it } from 'vitest'
import {
  type Checkpoint,
  parseCheckpoint,
  type ResumeOptions,
  resume,
  saveCheckpoint,
} from '../../src/explore/checkpoint.ts'
import type { Exploration, ExploreOptions } from '../../src/schedule/explore/explore.ts'
import { endsOf, exploreRace, type Race, recordedRace, stopsAfter } from './recorded-race.ts'

const race = recordedRace('race-1-0012')

/** An exploration saved and read again, as it would be from a file. */
function saved(of: Race, exploration: Exploration, options: ExploreOptions = {}): Checkpoint {
  const checkpoint = saveCheckpoint(exploration, { ...of, options: { ...of.options, ...options } })
  const read = parseCheckpoint(JSON.parse(JSON.stringify(checkpoint)))
  if (!read.ok) throw new Error(read.error.message)
  return read.value
}

function resumed(of: Race, checkpoint: Checkpoint, options: ResumeOptions = {}): Exploration {
  const result = resume(of.model, of.base, of.script, checkpoint, options)
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

/** All that tells two searches apart. */
function tellingOf({ search, world, delays }: Exploration): object {
  const { store, edges } = search
  const parents = Array.from({ length: store.size() }, (_, state) => store.parent(state))
  const { ends, restless, violations, limits, wantsDelays } = search
  const counts = { edges: edges.count(), played: world.played(), moves: world.moves.count() }
  return { parents, ends, restless, violations, limits, wantsDelays, delays, ...counts }
}

describe('an exploration that is stopped', () => {
  const whole = exploreRace(race)

  it.each([0, 1, 2, 4, 5])('and gone on with ends as if it had not been: stopped when asked %i times', (asked) => {
    const stopped = exploreRace(race, { isOver: stopsAfter(asked) })
    expect(stopped.search.limits).toEqual(['time'])
    const done = resumed(race, saved(race, stopped))
    expect(tellingOf(done)).toEqual(tellingOf(whole))
    expect(endsOf(race, done)).toEqual(endsOf(race, whole))
  })

  it('can be stopped again and again', () => {
    let checkpoint = saved(race, exploreRace(race, { isOver: stopsAfter(1) }))
    for (let times = 0; times < 3; times++)
      checkpoint = saved(race, resumed(race, checkpoint, { isOver: stopsAfter(1) }))
    expect(tellingOf(resumed(race, checkpoint))).toEqual(tellingOf(whole))
  })

  it('by the limit of states goes on where it may hold more, as if the limit had been that from the beginning', () => {
    const statesMax = 400
    const bounded = exploreRace(race, { statesMax })
    expect(bounded.delays).toBe(1)
    const checkpoint = saved(race, bounded, { statesMax })
    expect(tellingOf(resumed(race, checkpoint))).toEqual(tellingOf(bounded))
    expect(tellingOf(resumed(race, checkpoint, { statesMax: 10_000 }))).toEqual(tellingOf(whole))
  })

  it('among those with delays goes on there', () => {
    const options = { statesMax: 400 }
    const stopped = exploreRace(race, { ...options, isOver: stopsAfter(3) })
    expect(stopped.delays).toBe(0)
    expect(tellingOf(resumed(race, saved(race, stopped, options)))).toEqual(tellingOf(exploreRace(race, options)))
  })

  it('that took longer over every order than it should went on to those with few delays; with more time, it looks at all', () => {
    const isLate = stopsAfter(1)
    const late = exploreRace(race, { isLate, isOver: stopsAfter(6) })
    expect(late.delays).toBeGreaterThanOrEqual(0)
    expect(late.search.limits).toEqual([])
    expect(late.search.ends.length).toBeGreaterThan(0)
    expect(tellingOf(resumed(race, saved(race, late)))).toEqual(tellingOf(whole))
  })

  it('keeps which steps must not be', () => {
    const check = (_: unknown, { action }: Step): readonly string[] => [`no ${action.type} must be`]
    const restCheck = ({ clock }: ClusterState): readonly string[] => [`nothing must rest at ${clock}`]
    const stopped = exploreRace(race, { check, restCheck, isOver: stopsAfter(1) })
    const done = resumed(race, saved(race, stopped, { check, restCheck }), { check, restCheck })
    const unstopped = exploreRace(race, { check, restCheck })
    expect(done.search.violations).toEqual(unstopped.search.violations)
    expect(done.world.violations).toEqual(unstopped.world.violations)
    expect(done.world.violations.length).toBeGreaterThan(2)
  })

  it('holds nothing but moves and numbers: far less than a kilobyte a state', () => {
    const bytes = JSON.stringify(saved(race, whole)).length
    expect(bytes / whole.search.store.size()).toBeLessThan(100)
  })
})

describe('a saved exploration', () => {
  const checkpoint = saved(race, exploreRace(race, { isOver: stopsAfter(1) }))

  it('is refused for another snapshot', () => {
    const other = { ...race.base, clock: race.base.clock + 1000 }
    expect(resume(race.model, other, race.script, checkpoint)).toEqual({
      ok: false,
      error: {
        message: 'the exploration was saved of another snapshot, or of another version of Capsule. Expected the same.',
      },
    })
  })

  it('is refused for other actions', () => {
    const result = resume(race.model, race.base, race.script.slice(1), checkpoint)
    expect(result.ok ? '' : result.error.message).toMatch(/^the exploration was saved of other actions/)
  })

  it('is refused where its moves do not go, and says that', () => {
    const [first, ...rest] = checkpoint.searches
    const searches = first ? [{ ...first, turns: first.turns.map(([from = 0]) => [from, 99]) }, ...rest] : []
    const result = resume(race.model, race.base, race.script, { ...checkpoint, searches })
    expect(result.ok ? '' : result.error.message).toMatch(
      /^the exploration cannot be gone on with: from state 0 move 99/,
    )
  })

  it.each([
    [
      { ...checkpoint, format: 'capsule-whatif/schedule' },
      'this is no capsule-whatif/exploration: its field format does not say so. It says that it is capsule-whatif/schedule.',
    ],
    [
      { ...checkpoint, version: 7 },
      'this is capsule-whatif/exploration of version 7. Expected version 1: make it anew.',
    ],
    [
      { ...checkpoint, moves: [{ type: 'jump' }] },
      'this capsule-whatif/exploration is damaged: moves[0].type: expected one of work, user, process, watch, time, delay. Make it anew.',
    ],
    [
      { ...checkpoint, searches: [{}] },
      'this capsule-whatif/exploration is damaged: searches[0].moves: expected a whole number. Make it anew.',
    ],
    [
      { ...checkpoint, more: 1 },
      'this capsule-whatif/exploration is damaged: more: there is no such field. Make it anew.',
    ],
    ['text', 'this is no capsule-whatif/exploration: its field format does not say so.'],
  ])('is checked when it is read (%#)', (json, message) => {
    expect(parseCheckpoint(json)).toEqual({ ok: false, error: { message } })
  })
})
