import { allObjects } from '@capsule-whatif/model'
import { describe, expect, it } from 'vitest'
import { scheduleToItf } from '../../src/explore/itf.ts'
import { replaySchedule } from '../../src/explore/replay-schedule.ts'
import { parseSchedule, type SavedMove, type Schedule, scheduleTo } from '../../src/explore/schedule.ts'
import { outcomeSignature } from '../../src/replay/outcome.ts'
import type { ExploreOptions } from '../../src/schedule/explore/explore.ts'
import { allDisturbances } from '../../src/schedule/explore/script.ts'
import { isItf } from './itf-form.ts'
import { exploreRace, type Race, recordedRace } from './recorded-race.ts'

/** A schedule written and read again, as it would be from a file. */
function savedSchedule(schedule: Schedule): Schedule {
  const read = parseSchedule(JSON.parse(JSON.stringify(schedule)))
  if (!read.ok) throw new Error(read.error.message)
  return read.value
}

/** Schedules to states of a race, with what nobody could tell apart in them. */
function schedulesOf(race: Race, options: ExploreOptions, every: number): { schedule: Schedule; signature: string }[] {
  const exploration = exploreRace(race, options)
  const { ends, store } = exploration.search
  const states = Array.from({ length: store.size() }, (_, state) => state).filter(
    (state) => state % every === 0 || ends.includes(state),
  )
  return states.map((state) => {
    const at = exploration.stateOf(state)
    return {
      schedule: savedSchedule(scheduleTo(exploration, state, { ...race, options: { ...race.options, ...options } })),
      signature: outcomeSignature({ responses: at.responses, after: allObjects(at.state) }, new Set()),
    }
  })
}

describe('a schedule', () => {
  it.each<[string, ExploreOptions, number]>([
    ['race-1-0007', {}, 1],
    ['race-1-0007', { disturbances: allDisturbances, statesMax: 600, delaysMax: 1 }, 20],
    ['race-1-0012', {}, 40],
    ['race-1-0020', {}, 3],
    ['race-3-0003', {}, 5],
    ['race-3-0022', { menuMax: 2, delaysMax: 1 }, 10],
    ['race-1-0007', { mode: 'fine' }, 7],
    ['race-1-0020', { mode: 'fine', delaysMax: 1 }, 20],
  ])('leads the model to the state that the search found: %s with %o', (name, options, every) => {
    const race = recordedRace(name)
    const schedules = schedulesOf(race, options, every)
    expect(schedules.length).toBeGreaterThan(3)
    for (const { schedule, signature } of schedules) {
      const { state, responses, failure } = replaySchedule(race.model, race.base, race.script, schedule)
      expect(failure).toBeUndefined()
      expect(outcomeSignature({ responses, after: allObjects(state) }, new Set())).toBe(signature)
    }
  })

  it('is a run of steps with their requests, answers and events', () => {
    const race = recordedRace('race-1-0007')
    const exploration = exploreRace(race)
    const [end = 0] = exploration.search.ends
    const { moves, steps } = replaySchedule(race.model, race.base, race.script, scheduleTo(exploration, end, race))
    expect(moves.map(({ text }) => text)).toMatchInlineSnapshot(`
      [
        "user 1",
        "garbage-collector-controller delete/ccd9c449-819b-4cd8-8d2b-e9b41934c91a",
        "capsule/tenants raekq-gas",
        "capsule/configuration default",
        "capsule/configuration tenant-event/default",
        "user 2",
      ]
    `)
    expect(steps.flatMap(({ events }) => events).length).toBeGreaterThan(0)
    expect(steps.some(({ exchanges }) => exchanges.length > 0)).toBe(true)
  })
})

describe('a schedule that does not go', () => {
  const race = recordedRace('race-1-0007')
  const exploration = exploreRace(race)
  const schedule = scheduleTo(exploration, exploration.search.ends[0] ?? 0, race)
  const failureOf = (moves: readonly SavedMove[], of: Race = race): string | undefined =>
    replaySchedule(of.model, of.base, of.script, { ...schedule, moves }).failure?.message

  it.each<[SavedMove, string]>([
    [{ type: 'work', controller: 'namespace', key: '/nowhere' }, 'nothing has called for it'],
    [{ type: 'user', step: 2 }, 'step 1 comes next'],
    [{ type: 'user', step: 99 }, `the script has ${race.script.length} steps`],
    [{ type: 'process', process: 'capsule', running: true }, 'capsule runs already'],
    [{ type: 'process', process: 'kubelet', running: true }, 'there is no process kubelet'],
    [{ type: 'watch', process: 'capsule', lags: false }, 'the watches of capsule do not lag already'],
    [{ type: 'time', until: 0 }, `it is ${new Date(race.base.clock).toISOString()} already`],
    [{ type: 'time', until: race.base.clock + 1 }, 'step 1 comes before'],
    [{ type: 'user', step: 1, choices: [1, 1, 1] }, 'chance is to decide 3 times in it, and decides 0 times'],
  ])('says at which move and why: %o', (move, reason) => {
    expect(failureOf([move])).toContain(`Move 1 of 1, `)
    expect(failureOf([move])).toContain(`does not go: ${reason}`)
  })

  it('keeps what went before', () => {
    const broken = [...schedule.moves.slice(0, 3), { type: 'user', step: 1 } as const]
    const { moves, failure } = replaySchedule(race.model, race.base, race.script, { ...schedule, moves: broken })
    expect(moves).toHaveLength(3)
    expect(failure?.move).toBe(4)
  })

  it('names the likely cause', () => {
    const moves: readonly SavedMove[] = [{ type: 'user', step: 99 }]
    expect(failureOf(moves)).toMatch(/it was changed by hand, or made by another version of capsule-whatif\.$/)
    expect(failureOf(moves, { ...race, script: race.script.slice(1) })).toMatch(/The actions are others/)
    const later = { ...race.base, clock: race.base.clock + 1 }
    expect(failureOf(moves, { ...race, base: later })).toMatch(/The snapshot, or the version of Capsule, is another/)
  })

  it.each([
    [
      { ...schedule, format: 'x' },
      'this is no capsule-whatif/schedule: its field format does not say so. It says that it is x.',
    ],
    [{ ...schedule, version: 2 }, 'this is capsule-whatif/schedule of version 2. Expected version 1: make it anew.'],
    [
      { ...schedule, moves: [{ type: 'time' }] },
      'this capsule-whatif/schedule is damaged: moves[0].until: expected a number. Make it anew.',
    ],
    [
      { ...schedule, moves: [{ type: 'process', process: 7, running: true }] },
      'this capsule-whatif/schedule is damaged: moves[0].process: expected a text. Make it anew.',
    ],
    [null, 'this is no capsule-whatif/schedule: its field format does not say so.'],
  ])('is refused when it is read, where it is damaged (%#)', (json, message) => {
    expect(parseSchedule(json)).toEqual({ ok: false, error: { message } })
  })
})

describe('a schedule as an ITF trace', () => {
  const race = recordedRace('race-1-0007')
  const exploration = exploreRace(race)
  const replay = replaySchedule(
    race.model,
    race.base,
    race.script,
    scheduleTo(exploration, exploration.search.ends[0] ?? 0, race),
  )
  const trace = scheduleToItf(replay, race.base.clock, 'race-1-0007')

  it('has the form that ADR-015 describes', () => {
    expect(isItf(JSON.parse(JSON.stringify(trace)), 'trace')).toBeUndefined()
    expect(isItf({ ...trace, states: [{ ...trace.states[0], action: null }] } as never, 'trace')).toMatch(
      /null is no value/,
    )
  })

  it('begins with the beginning, and has a state for each step', () => {
    expect(trace.states.map((state) => state['#meta'].index)).toEqual([0, ...replay.steps.map((_, index) => index + 1)])
    expect(trace.states[0]).toMatchObject({ action: 'begin', elapsedMs: { '#bigint': '0' }, changed: [], answered: [] })
  })

  it('says what happened, what it changed and what was answered', () => {
    expect(
      trace.states.map(({ action, changed, answered }) => ({ action, changed, answered })).slice(0, 4),
    ).toMatchInlineSnapshot(`
      [
        {
          "action": "begin",
          "answered": [],
          "changed": [],
        },
        {
          "action": "user 1: kubernetes-admin delete tenants raekq-gas",
          "answered": [
            {
              "code": {
                "#bigint": "200",
              },
              "message": "",
              "name": "raekq-gas",
              "resource": "tenants",
              "verb": "delete",
            },
          ],
          "changed": [
            {
              "how": "modified",
              "object": "capsule.clastix.io/v1beta2 Tenant raekq-gas",
            },
          ],
        },
        {
          "action": "garbage-collector-controller delete/ccd9c449-819b-4cd8-8d2b-e9b41934c91a",
          "answered": [],
          "changed": [
            {
              "how": "deleted",
              "object": "capsule.clastix.io/v1beta2 Tenant raekq-gas",
            },
          ],
        },
        {
          "action": "capsule/tenants raekq-gas",
          "answered": [],
          "changed": [],
        },
      ]
    `)
    expect(trace.states.at(-1)?.objects).toMatchInlineSnapshot(`
      {
        "#map": [
          [
            "capsule.clastix.io/v1beta2 Tenant raekq-gas",
            "absent",
          ],
          [
            "capsule.clastix.io/v1beta2 CapsuleConfiguration default",
            "present",
          ],
        ],
      }
    `)
  })
})
