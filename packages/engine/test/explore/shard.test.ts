import { describe, expect, it } from 'vitest'
import { parseCheckpoint, resume, saveCheckpoint } from '../../src/explore/checkpoint.ts'
import { mergeShards, parseShardResults } from '../../src/explore/merge-shards.ts'
import { explorationDigest, type ShardResult, shardResult } from '../../src/explore/shard-result.ts'
import type { Exploration, ExploreOptions } from '../../src/schedule/explore/explore.ts'
import { parseShard, type Shard } from '../../src/schedule/explore/shard.ts'
import { endsOf, exploreRace, type Race, recordedRace, stopsAfter } from './recorded-race.ts'

function resultOf(race: Race, exploration: Exploration, shard: Shard, options: ExploreOptions = {}): ShardResult {
  const { model, base, script } = race
  const digest = explorationDigest(model, base, script, { ...race.options, ...options })
  const outcomes = endsOf(race, exploration).map((signature) => ({ signature }))
  const { search, world } = exploration
  const violations = search.violations.flatMap(({ turn, rest = search.turns[turn]?.violations ?? [] }) =>
    rest.map((number) => ({ signature: world.violations[number] ?? '' })),
  )
  return shardResult(exploration, shard, digest, outcomes, violations)
}

function shardsOf(race: Race, of: number, options: ExploreOptions = {}): readonly ShardResult[] {
  return Array.from({ length: of }, (_, index) => {
    const shard = { index, of }
    return resultOf(race, exploreRace(race, { ...options, shard }), shard, options)
  })
}

function merged(results: readonly ShardResult[]): ReturnType<typeof mergeShards> {
  const read = parseShardResults(results.map((result) => JSON.stringify(result)).join('\n'))
  if (!read.ok) throw new Error(read.error.message)
  return mergeShards(read.value)
}

/** Violations that tell what happens: the same in every search that sees all. */
const check: ExploreOptions['check'] = (_, { events }) => events.map(({ type, object }) => `${type} ${object.kind}`)

describe('shards of a search', () => {
  it.each(['race-1-0017', 'race-1-0012', 'race-1-0019'].flatMap((name) => [1, 2, 5].map((of) => [name, of] as const)))(
    'of %s merge to what one search finds: %i of them',
    (name, of) => {
      const race = recordedRace(name)
      const whole = exploreRace(race, { check, reduce: false })
      const all = merged(shardsOf(race, of, { check }))
      if (!all.ok) throw new Error(all.error.message)
      expect(all.value.outcomes.map(({ signature }) => signature).sort()).toEqual(endsOf(race, whole))
      expect(all.value.violations.map(({ signature }) => signature).sort()).toEqual([...whole.world.violations].sort())
      expect(all.value.limits).toEqual([])
      expect(all.value.statesAtMost).toBeGreaterThanOrEqual(whole.search.store.size())
      if (of === 1) expect(all.value.statesAtMost).toBe(whole.search.store.size())
    },
  )

  it('share the work', () => {
    const results = shardsOf(recordedRace('race-1-0012'), 2)
    expect(results.every(({ states }) => states.own > 50)).toBe(true)
    const whole = exploreRace(recordedRace('race-1-0012'), { reduce: false }).search.store.size()
    expect(Math.max(...results.map(({ states }) => states.before + states.own))).toBeLessThan(whole)
  })

  it('can be stopped and gone on with', () => {
    const race = recordedRace('race-1-0012')
    const shard = { index: 1, of: 2 }
    const stopped = exploreRace(race, { shard, isOver: stopsAfter(1) })
    expect(stopped.search.limits).toEqual(['time'])
    const read = parseCheckpoint(
      JSON.parse(JSON.stringify(saveCheckpoint(stopped, { ...race, options: { ...race.options, shard } }))),
    )
    if (!read.ok) throw new Error(read.error.message)
    const done = resume(race.model, race.base, race.script, read.value)
    if (!done.ok) throw new Error(done.error.message)
    expect(resultOf(race, done.value, shard)).toEqual(resultOf(race, exploreRace(race, { shard }), shard))
  })

  it('say which limits one of them hit', () => {
    const race = recordedRace('race-1-0012')
    const [first, second] = shardsOf(race, 2)
    const short = { index: 1, of: 2 }
    const cut = resultOf(race, exploreRace(race, { shard: short, statesMax: 100 }), short)
    expect(merged([first as ShardResult, cut])).toMatchObject({ ok: true, value: { limits: ['states'] } })
    expect(second?.limits).toEqual([])
  })
})

describe('merging shards', () => {
  const result = (shard: number, of: number, more: Partial<ShardResult> = {}): ShardResult => ({
    format: 'capsule-whatif/shard',
    version: 1,
    shard,
    of,
    digest: 'one',
    outcomes: [],
    violations: [],
    limits: [],
    states: { before: 40, own: 10 },
    open: [],
    ...more,
  })
  const refusal = (...results: ShardResult[]): string => {
    const all = mergeShards(results)
    return all.ok ? '' : all.error.message
  }

  it('is refused where something is missing, twice there, or of another exploration', () => {
    expect(refusal()).toBe('there is no result to merge. Expected one of each shard.')
    expect(refusal(result(1, 4), result(3, 4))).toBe('shards 0, 2 of 4 are missing. Expected all of 0 to 3.')
    expect(refusal(result(0, 2), result(1, 2), result(1, 2))).toBe('shard 1 is there twice. Expected each once.')
    expect(refusal(result(0, 2), result(1, 3))).toMatch(/^shards of 2 and of 3 do not go together/)
    expect(refusal(result(0, 2), result(1, 2, { digest: 'other' }))).toMatch(
      /^shard 1 is of another snapshot, other actions or other options than shard 0/,
    )
    expect(refusal(result(0, 2), result(1, 2, { states: { before: 41, own: 1 } }))).toMatch(
      /^shard 1 was divided otherwise than shard 0/,
    )
  })

  it('says where runs go round for ever through several parts', () => {
    const round = [
      result(0, 2, { open: [{ state: 7, leadsTo: [9] }] }),
      result(1, 2, { open: [{ state: 9, leadsTo: [7] }] }),
    ]
    expect(mergeShards(round)).toMatchObject({ ok: true, value: { limits: ['rounds'] } })
    const rest = [result(0, 2, { open: [{ state: 7, leadsTo: [9] }] }), result(1, 2)]
    expect(mergeShards(rest)).toMatchObject({ ok: true, value: { limits: [] } })
  })

  it('counts what all parts have in common once', () => {
    expect(mergeShards([result(0, 2), result(1, 2)])).toMatchObject({ ok: true, value: { statesAtMost: 60 } })
  })

  it('reads one result a line, and says which line is none', () => {
    const line = JSON.stringify(result(0, 1))
    expect(parseShardResults(`${line}\n\n`)).toEqual({ ok: true, value: [result(0, 1)] })
    expect(parseShardResults(`${line}\nerror: killed`)).toEqual({
      ok: false,
      error: { message: 'line 2 is no JSON. Expected one result of a shard a line.' },
    })
    expect(parseShardResults('{"format":"capsule-whatif/shard","version":1}')).toEqual({
      ok: false,
      error: { message: 'line 1: this capsule-whatif/shard is damaged: shard: expected a whole number. Make it anew.' },
    })
  })

  it('a shard is named by its number from 0 and how many there are', () => {
    expect(parseShard('0/5')).toEqual({ index: 0, of: 5 })
    expect(['5/5', '1', '1/0', '-1/2', 'a/b', ''].map(parseShard)).toEqual(Array(6).fill(undefined))
  })
})
