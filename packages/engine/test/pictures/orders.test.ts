import { readFileSync } from 'node:fs'
import { allObjects } from '@capsule-whatif/model'
import { describe, expect, it } from 'vitest'
import { makePicture } from '../../src/pictures/make-picture.ts'
import { onlyOf } from '../../src/pictures/only.ts'
import type { DecidingRace, Picture, PicturedRun } from '../../src/pictures/picture.ts'
import { requestText } from '../../src/predict/causes.ts'
import type { PredictedAction } from '../../src/predict/predict.ts'
import { recordedRace } from '../explore/recorded-race.ts'
import { deleteDefinition, expectWellFormed, pictureOf, recorded } from './pictured.ts'

const two = recorded('two-tenants')
const raced = pictureOf(two, ['delete tenant gas', 'operator stop'], { orders: {} })

const racesOf = ({ orders }: Picture): readonly DecidingRace[] => orders?.races ?? []

const fateIn = ({ objects }: PicturedRun, kind: string, wanted: string) =>
  objects.find(({ kind: each, name }) => each === kind && name === wanted)?.fate

/** What is true of every race. */
function expectTold(picture: Picture): void {
  for (const { likely, other, apartMs, run } of racesOf(picture)) {
    expect(likely.leadsTo).not.toEqual(other.leadsTo)
    for (const [{ actor, what, moment }, inOther] of [
      [likely, run.turns.likely],
      [other, run.turns.other],
    ] as const) {
      if (moment !== undefined) expect(picture.moments[moment]).toMatchObject({ actor, what })
      if (inOther !== undefined) expect(run.moments[inOther]).toMatchObject({ actor, what })
    }
    expectWellFormed(run)
    const [first, second] = [likely, other].map(({ moment }) => picture.moments[moment ?? -1]?.atMs)
    expect(apartMs).toBe(first === undefined || second === undefined ? undefined : second - first)
  }
}

describe('the races that decide', () => {
  it('come with the loss of a namespace first, and with both turns along the likely order', () => {
    const [race] = racesOf(raced)
    expect(race?.likely).toMatchObject({ actor: 'namespace-controller', what: 'gas-dev' })
    expect(race?.other).toMatchObject({ actor: 'capsule', what: 'stopped' })
    expect(race?.likely.leadsTo[0]).toBe('Namespace gas-dev lost')
    expect(race?.other.leadsTo[0]).toBe('Namespace gas-dev left terminating')
    expect(race?.apartMs).toBeGreaterThan(10_000)
    expectTold(raced)
  })

  it('have a run each in which the other turn comes first, and which ends as it is said', () => {
    const [first, tenant, content] = racesOf(raced).map(({ run }) => run)
    expect(first && fateIn(first, 'Namespace', 'gas-dev')).toBe('held')
    expect(tenant && [fateIn(tenant, 'Namespace', 'gas-dev'), fateIn(tenant, 'Tenant', 'gas')]).toEqual([
      'gone',
      'held',
    ])
    expect(content && fateIn(content, 'Secret', 'key')).toBe('kept')
    for (const { run } of racesOf(raced)) {
      const { likely = Number.POSITIVE_INFINITY, other } = run.turns
      expect(other).toBeLessThan(likely)
    }
  })

  it('tell of every object what may become of it, in each run', () => {
    const mayOf = ({ objects }: PicturedRun, wanted: string) =>
      objects.find(({ kind, name }) => `${kind} ${name}` === wanted)?.may
    expect(mayOf(raced, 'Namespace gas-dev')).toEqual(['held', 'kept'])
    expect(mayOf(raced, 'Namespace oil-dev')).toBe(undefined)
    const [race] = racesOf(raced)
    expect(race && mayOf(race.run, 'Namespace gas-dev')).toEqual(['gone', 'kept'])
  })

  it('are told of answers too', () => {
    const texts = ['delete tenant gas', 'label namespace gas-dev capsule.clastix.io/tenant=oil --overwrite']
    const picture = pictureOf(two, texts, { orders: {} })
    expectTold(picture)
    const leads = racesOf(picture).map(({ likely, other }) => [likely, other].map(({ leadsTo }) => leadsTo.join()))
    expect(leads).toEqual([
      [
        expect.stringMatching(/: answered 404 namespaces "gas-dev" not found$/),
        expect.stringMatching(/: answered 403 .* denied/),
      ],
      [
        expect.stringMatching(/: answered 404 /),
        expect.stringMatching(/: answered 500 .* does not match owner reference/),
      ],
    ])
  })

  it('are the same that explore tells, with what was not looked at', () => {
    const all = pictureOf(two, [deleteDefinition, 'operator stop'], { orders: { statesMax: 500 } })
    expectTold(all)
    expect(all.orders).toMatchObject({ complete: false })
    expect(all.orders?.says).toMatch(
      /over the orders looked at \(\d+ states\)\. Not looked at: orders in which more than 0/,
    )
    expect((all.orders?.races.length ?? 0) + (all.orders?.moreRaces ?? 0)).toBeGreaterThan(5)
  })

  it('are none where the order decides nothing', () => {
    const certain = pictureOf(two, ['delete namespace oil-dev', 'delete tenant oil'], { orders: {} })
    expect(certain.orders).toMatchObject({ outcomes: 1, complete: true, races: [], moreRaces: 0, elsewhere: [] })
    expect(certain.orders?.says).toMatch(/^The same becomes of every object, .* in all orders \(\d+ states\)\.$/)
    expect(certain.objects.some(({ may }) => may !== undefined)).toBe(false)
  })

  it('are part of a picture of some kinds too, in all its runs', () => {
    const only = onlyOf(raced, ['Namespace'])
    const runs = only.ok ? [only.picture, ...racesOf(only.picture).map(({ run }) => run)] : []
    expect(runs.length).toBe(1 + racesOf(raced).length)
    for (const { objects } of runs) expect(new Set(objects.map(({ kind }) => kind))).toEqual(new Set(['Namespace']))
  })

  it('are plain data', () => {
    expect(JSON.parse(JSON.stringify(raced))).toEqual(raced)
  })
})

/** The requests of a recorded race as actions, and the codes that they were answered with. */
function recordedRequests(name: string): {
  readonly actions: readonly PredictedAction[]
  readonly codes: readonly number[]
} {
  const lines = readFileSync(new URL('../../../fixtures/traces/v0.14/race.jsonl', import.meta.url), 'utf8').split('\n')
  const { steps } = JSON.parse(lines.find((line) => line.includes(`"name":"${name}"`)) ?? '')
  const sent = steps.filter((step: object) => 'request' in step)
  return {
    actions: sent.map(
      ({ as, request }: { as: PredictedAction['user']; request: Parameters<typeof requestText>[0] }) => ({
        text: requestText(request),
        user: as,
        actions: [{ type: 'request', request }],
      }),
    ),
    codes: sent.map(({ response }: { response: { code: number } }) => response.code),
  }
}

describe('a recorded race', () => {
  it.each([
    ['race-1-0007', 'garbage-collector-controller', 'delete/Tenant raekq-gas', 404],
    ['race-1-0009', 'namespace-controller', 'rayv4-oil-dev', 403],
    ['race-3-0017', 'namespace-controller', 'ra227-oil-dev', 403],
  ])(
    '%s is between %s, at work on %s, and the last request; it went one of the two ways',
    (name, actor, what, code) => {
      const { base } = recordedRace(name)
      const { actions, codes } = recordedRequests(name)
      const picture = makePicture(allObjects(base), actions, { orders: {} })
      expectTold(picture)
      const [race] = racesOf(picture)
      expect(race?.likely).toMatchObject({ actor, what })
      expect(race?.other).toMatchObject({ what: actions.at(-1)?.text })
      expect(codes.at(-1)).toBe(code)
      const ways = [race?.likely, race?.other].map((turn) => turn?.leadsTo.join())
      expect(ways.filter((way) => way?.includes(`${actions.at(-1)?.text}: answered ${code}`))).toHaveLength(1)
    },
  )
})
