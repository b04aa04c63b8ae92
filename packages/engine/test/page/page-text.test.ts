import { createHash } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { causesOf, dependentsAt, labelOf, matching, objectAt, relationsOf } from '../../page/history.js'
import { gridFor } from '../../page/map.js'
import { intervalFor } from '../../page/player.js'
import { positionIn } from '../../page/runs.js'
import { otherFates } from '../../page/states.js'
import { readPageParts } from '../../src/cli/page-parts.ts'
import { pageText } from '../../src/pictures/page-text.ts'
import type { OtherFate, Picture } from '../../src/pictures/picture.ts'
import { mayText } from '../../src/pictures/words.ts'
import { deleteDefinition, hostile, largeFleet, pictureOf, recorded } from '../pictures/pictured.ts'

const two = recorded('two-tenants')
const small = pictureOf(two, [deleteDefinition])
const raced = pictureOf(two, ['delete tenant gas', 'operator stop'], { orders: {} })
const parts = readPageParts()

function pictureIn(page: string): Picture {
  const [, json = ''] = /<script type="application\/json" id="picture">(.*?)<\/script>/s.exec(page) ?? []
  return JSON.parse(json)
}

/** A text that cannot be packed. */
const hash = (index: number) => createHash('sha512').update(String(index)).digest('hex')

const indexOf = (picture: Picture, label: string) => picture.objects.findIndex((object) => labelOf(object) === label)

describe('the page', () => {
  it('holds the picture as it is, whatever signs its names have', () => {
    const names = small.objects.map((object) => ({ ...object, name: `${object.name}${hostile}` }))
    const actions = [{ text: hostile, verdict: 'done', messages: ['<!--<script>'] }]
    for (const picture of [small, { ...small, actions, objects: names }]) {
      const page = pageText(picture, parts)
      expect(pictureIn(page)).toEqual(picture)
      expect(page.match(/<\/script>/g)).toHaveLength(2)
    }
  })

  it('loads nothing', () => {
    const page = pageText(small, parts)
    expect(page).toContain(`content="default-src 'none';`)
    expect(page.match(/\b(src|href|action)=|url\(|^import |import\(|fetch|XMLHttp|Socket|sendBeacon/gm)).toBe(null)
    expect(parts.style).not.toContain('@import')
    expect(page.match(/https?:/g)).toBe(null)
  })

  it('is under 3 MB for a cascade of 4,000 objects', () => {
    const large = pictureOf(largeFleet(), [deleteDefinition])
    expect(large.objects.filter(({ fate }) => fate === 'gone').length).toBeGreaterThan(4000)
    expect(Buffer.byteLength(pageText(large, parts))).toBeLessThan(3_000_000)
  })

  it('has a script of which no two modules name something alike', () => {
    const names = parts.scripts.flatMap((script) =>
      [...script.matchAll(/^(?:export )?(?:function|const|let) (\w+)/gm)].map(([, name]) => name),
    )
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
    expect(parts.scripts.join('\n').match(/^import .*(?:\{$| as )/gm)).toBe(null)
  })
})

describe('runs in other orders', () => {
  const runsIn = (page: string) =>
    [...page.matchAll(/<script type="text\/plain" id="run-(\d+)">(.*?)<\/script>/g)].map(([, index, packed = '']) => ({
      index: Number(index),
      run: JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')).toString()),
    }))

  it('are packed beside the picture, one for each race', () => {
    const runs = runsIn(pageText(raced, parts))
    expect(runs).toEqual(
      raced.orders?.races.map(({ run: { objects, moments } }, index) => ({ index, run: { objects, moments } })),
    )
    const { orders } = pictureIn(pageText(raced, parts))
    expect(orders?.races.map((race) => Object.keys(race))).toEqual(
      raced.orders?.races.map(() => ['likely', 'other', 'apartMs', 'turns']),
    )
  })

  it('are left out where the page would be too large, the last race first', () => {
    const [race] = raced.orders?.races ?? []
    if (!race || !raced.orders) throw new Error('there is no race')
    const noise = Array.from({ length: 5000 }, (_, index) => ({ ...race.run.objects[0], name: hash(index) }))
    const heavy = { ...race, run: { ...race.run, objects: noise as typeof race.run.objects } }
    const races = [race, ...Array<typeof race>(12).fill(heavy)]
    const page = pageText({ ...raced, orders: { ...raced.orders, races } }, parts)
    expect(Buffer.byteLength(page)).toBeLessThan(3_000_000)
    const indexes = runsIn(page).map(({ index }) => index)
    expect(indexes).toEqual(indexes.map((_, index) => index))
    expect(indexes.length).toBeGreaterThan(1)
    expect(indexes.length).toBeLessThan(races.length)
  })

  it('know an object of another run by its uid, or else by its name', () => {
    const object = { ...small.objects[3], uid: 'other' } as (typeof small.objects)[number]
    expect(positionIn(small, small.objects[3])).toBe(3)
    expect(positionIn(small, object)).toBe(3)
    expect(positionIn(small, { ...object, name: 'nobody' })).toBe(-1)
    expect(positionIn(small, undefined)).toBe(-1)
    const again = [{ ...object, uid: 'first' }, object]
    expect(positionIn({ objects: again, moments: [] }, object)).toBe(1)
  })

  it('have the same words for what may be as all drawings', () => {
    for (const [fate, words] of Object.entries(otherFates))
      expect(mayText({ may: [fate as OtherFate], atStart: true })).toBe(`may ${words}`)
  })
})

describe('time on the page', () => {
  const end = small.moments.length
  const stateOf = (label: string, passed: number) => {
    const object = small.objects[indexOf(small, label)]
    return object && objectAt(object, passed).state
  }

  it('begins with what is there and ends with what became of it', () => {
    for (const object of small.objects) {
      expect(objectAt(object, 0).state).toBe('there')
      const expected = { gone: 'gone', changed: 'changed', kept: 'there' }[object.fate as 'gone' | 'changed' | 'kept']
      expect(objectAt(object, end).state).toBe(expected)
    }
  })

  it('knows a namespace as there, terminating and gone', () => {
    const states = Array.from({ length: end + 1 }, (_, passed) => stateOf('Namespace gas-dev', passed))
    expect(states).toEqual([...Array(3).fill('there'), 'terminating', 'terminating', ...Array(7).fill('gone')])
  })

  it('knows what is not there yet', () => {
    const picture = pictureOf(two, ['create namespace new'])
    const object = picture.objects[indexOf(picture, 'Namespace new')]
    expect([0, 1].map((passed) => object && objectAt(object, passed).state)).toEqual(['absent', 'created'])
  })

  it('follows owners as they change', () => {
    const uid = small.objects[indexOf(small, 'ServiceAccount oil-prod/default')]?.uid
    const owners = [{ apiVersion: 'v1', kind: 'ServiceAccount', name: 'default', uid }]
    const patch = JSON.stringify({ metadata: { ownerReferences: owners } })
    const picture = pictureOf(two, [`patch configmap ledger -n oil-prod --type merge -p '${patch}'`])
    const owner = indexOf(picture, 'ServiceAccount oil-prod/default')
    const dependents = [0, 1].map((passed) => dependentsAt(picture, relationsOf(picture), owner, passed))
    expect(dependents).toEqual([[], [indexOf(picture, 'ConfigMap oil-prod/ledger')]])
  })

  it('leads from each moment to somebody whom nobody called', () => {
    for (const [index] of small.moments.entries()) {
      const chain = causesOf(small, index)
      expect(chain[0]).toBe(index)
      expect(small.moments[chain.at(-1) ?? -1]?.because).toBe(undefined)
    }
  })
})

describe('the lists of the page', () => {
  it('find objects by all words, in any case', () => {
    const found = matching(small, 'OIL-PROD  config', false).map((index) => labelOf(small.objects[index] as never))
    expect(found).toEqual(['ConfigMap oil-prod/kube-root-ca.crt', 'ConfigMap oil-prod/ledger'])
    expect(matching(small, '', true)).toHaveLength(small.objects.filter(({ changes }) => changes.length > 0).length)
  })

  it('find room for every square of the map', () => {
    for (const count of [0, 1, 30, 4402, 20_000]) {
      const { size, columns } = gridFor(count, 480, 210)
      expect(Math.ceil(count / columns) * size).toBeLessThanOrEqual(210)
      expect(size).toBeLessThanOrEqual(18)
    }
  })

  it('play no faster than can be followed, and no slower than can be borne', () => {
    expect([1, 50, 100_000].map(intervalFor)).toEqual([700, 500, 40])
  })
})
