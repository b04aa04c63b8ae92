import { Graphviz } from '@hpcc-js/wasm-graphviz'
import DOMPurify from 'dompurify'
import mermaid from 'mermaid'
import { beforeAll, describe, expect, it } from 'vitest'
import { concernedPositions } from '../../src/pictures/concerned.ts'
import { dotText } from '../../src/pictures/dot.ts'
import { mermaidText } from '../../src/pictures/mermaid.ts'
import { outlineOf } from '../../src/pictures/outline.ts'
import type { Picture, PicturedOrders } from '../../src/pictures/picture.ts'
import { timelineText } from '../../src/pictures/timeline-text.ts'
import { treeText } from '../../src/pictures/tree-text.ts'
import { deleteDefinition, hostile, largeFleet, pictureOf, recorded } from './pictured.ts'

const two = recorded('two-tenants')
const small = pictureOf(two, [deleteDefinition])
const large = pictureOf(largeFleet(), [deleteDefinition])

const turn = { actor: hostile, what: 'x', moment: 0, leadsTo: [hostile] }
const orders: PicturedOrders = {
  says: `It ends in 2 ways ${hostile}.`,
  outcomes: 2,
  states: 3,
  complete: false,
  leftOut: [hostile],
  races: [
    {
      likely: turn,
      other: { ...turn, actor: 'y', what: hostile, moment: 1 },
      apartMs: 103,
      run: { objects: [], moments: [], turns: { other: 0 } },
    },
  ],
  moreRaces: 1,
  elsewhere: [hostile],
}

/** The small picture with names that could be taken for the language that it is drawn in. */
const hostilePicture: Picture = {
  ...small,
  actions: [{ text: hostile, verdict: 'refused (403)', messages: [`${hostile}\n}\nend`] }],
  objects: small.objects.map((object) => ({
    ...object,
    name: `${object.name}${hostile}\nend`,
    kind: hostile,
    may: ['kept', 'held'],
  })),
  moments: small.moments.map((moment) => ({ ...moment, actor: hostile })),
  findings: [hostile],
  orders,
}

const refused = pictureOf(recorded('two-tenants-prevent-deletion'), ['delete tenant oil'])

const raced = pictureOf(two, ['delete tenant gas', 'operator stop'], { orders: {} })

const pictures: readonly (readonly [string, Picture])[] = [
  ['a cascade', small],
  ['what depends on the order', raced],
  ['a cascade of 4,000 objects', large],
  ['names of all signs', hostilePicture],
  ['ownership alone', pictureOf(two, [])],
  ['nothing that happens', refused],
  ['nothing at all', { actions: [], objects: [], moments: [], findings: [] }],
]

/** Mermaid cleans texts in a document, and has none here: only its grammar is asked. */
beforeAll(() => {
  DOMPurify.sanitize = ((text: string) => text) as typeof DOMPurify.sanitize
  DOMPurify.addHook = () => {}
})

describe.each(pictures)('of %s', (_what, picture) => {
  it('DOT is drawn by Graphviz, with every node and edge', async () => {
    const graphviz = await Graphviz.load()
    const { objects = [], edges = [] } = JSON.parse(graphviz.layout(dotText(picture), 'json', 'dot'))
    const { nodes } = outlineOf(picture, 180)
    expect(objects).toHaveLength(nodes.length)
    expect(edges.length).toBeGreaterThanOrEqual(nodes.filter(({ parent }) => parent !== undefined).length)
  })

  it('Mermaid reads the flowchart, within what it draws by itself', async () => {
    const text = mermaidText(picture)
    expect(await mermaid.parse(text)).toMatchObject({ diagramType: 'flowchart-v2' })
    expect(text.length).toBeLessThan(50_000)
    expect(text.split('\n').filter((line) => /^ {2}n\d+ -/.test(line)).length).toBeLessThanOrEqual(500)
  })
})

it('Graphviz and Mermaid refuse what is wrong', async () => {
  const graphviz = await Graphviz.load()
  expect(() => graphviz.dot(dotText(small).replace(']', ''))).toThrow()
  await expect(mermaid.parse(mermaidText(small).replace(']', ''))).rejects.toThrow()
})

it('labels say what the names are, whatever signs they have', async () => {
  const graphviz = await Graphviz.load()
  const drawn = graphviz.dot(dotText(hostilePicture)).replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(code))
  const plain = drawn.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
  expect(plain.replaceAll('\u00a0', ' ')).toContain(hostile)
})

describe('a shortened drawing', () => {
  it('counts every object that it does not name', () => {
    for (const nodesMax of [10, 100, 400, 10_000]) {
      const { nodes, others } = outlineOf(large, nodesMax)
      const counted = nodes.reduce(
        (sum, { more }) => sum + (more === undefined ? 1 : more.count + totalOf(more.inside)),
        0,
      )
      expect(counted).toBe(concernedPositions(large).length)
      expect(counted + others).toBe(large.objects.length)
    }
  })

  it('tells of the one that is spared, by name or by count', () => {
    const spare = (wanted: string): Picture => ({
      ...large,
      objects: large.objects.map((object) =>
        object.name === wanted ? { ...object, fate: 'kept', changes: [] } : object,
      ),
    })
    expect(treeText(spare('fleet-99'))).toMatch(/^ {2}Tenant fleet-99$/m)
    expect(treeText(spare('fleet-99-2'))).toContain('and 188 more Tenants gone, within them 3947 objects gone, 1 kept')
  })
})

const totalOf = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((sum, count) => sum + count, 0)

describe('a tree', () => {
  it('shows what stays though its owner is to go', () => {
    const tree = treeText(pictureOf(two, [deleteDefinition], { operatorRunning: false }))
    expect(tree).toMatch(/^ {2}Tenant oil: terminating after .*\n {4}Namespace oil-dev$/m)
    expect(tree).not.toContain('Namespace kube-system')
  })

  it('says what was refused and what is not certain', () => {
    const text = treeText({ ...refused, findings: ['Who knows.'] })
    expect(text).toContain('1. delete tenant oil: refused (403)\n   admission webhook "tenants.validating')
    expect(text).toContain('Nothing happens to any of these objects.')
    expect(text).toContain('Not certain:\n  Who knows.')
  })

  it('names owners that come and go', () => {
    const uid = small.objects.find((each) => each.kind === 'ServiceAccount' && each.namespace === 'oil-prod')?.uid
    const owners = [{ apiVersion: 'v1', kind: 'ServiceAccount', name: 'default', uid }]
    const patch = (list: unknown) =>
      `patch configmap ledger -n oil-prod --type merge -p '${JSON.stringify({ metadata: { ownerReferences: list } })}'`
    expect(treeText(pictureOf(two, [patch(owners)]))).toContain(
      'ConfigMap ledger: changed after 0.0 s, by kubernetes-admin: metadata.ownerReferences; now owned by ServiceAccount default',
    )
    expect(mermaidText(pictureOf(two, [patch(owners)]))).toContain('-->|now owns|')
  })
})

describe('what depends on the order', () => {
  it('stands in a tree beside what becomes of it along the likely order, and what decides below', () => {
    const tree = treeText(raced)
    expect(tree).toMatch(/Namespace gas-dev: gone after .*; may be left terminating or stay as it was$/m)
    expect(tree).toMatch(/RoleBinding capsule:managed:\w+: gone .*; may stay as it was; owned by Tenant gas$/m)
    expect(tree).toContain('It ends in 5 ways over all orders (79 states).')
    expect(tree).toMatch(
      /^ {2}Race 1\. namespace-controller: gas-dev \(5\.1 s\), or capsule: stopped \(17\.3 s\), 12\.2 s apart\n {4}in this order: Namespace gas-dev lost;.*\n {4}in the other: {2}Namespace gas-dev left terminating;/m,
    )
  })

  it('has a thick border in a flowchart, and a double one in DOT', () => {
    const [, ids = ''] = /^ {2}class (\S+) may$/m.exec(mermaidText(raced)) ?? []
    const open = raced.objects.filter(({ may }) => may !== undefined)
    expect(ids.split(',')).toHaveLength(open.length)
    expect(dotText(raced).match(/peripheries=2/g)).toHaveLength(open.length)
    expect(`${mermaidText(small)}${dotText(small)}`).not.toMatch(/ may|peripheries/)
  })

  it('is counted apart from what is certain', () => {
    const one = large.objects.map((object) =>
      object.name === 'fleet-99' ? { ...object, may: ['held' as const] } : object,
    )
    expect(treeText({ ...large, objects: one })).toMatch(/^ {2}Tenant fleet-99: .*; may be left terminating$/m)
    const all = large.objects.map((object) =>
      object.kind === 'Tenant' ? { ...object, may: ['held' as const] } : object,
    )
    expect(treeText({ ...large, objects: all })).toContain('more Tenants gone, may be left terminating, within them')
  })

  it('has its turns marked in a timeline, however long that is', () => {
    expect(timelineText(raced)).toMatch(/^ +5\.1 s {2}3\. namespace-controller: gas-dev, because of 2, in race 1$/m)
    expect(timelineText(raced)).toMatch(/^ +17\.3 s {2}6\. capsule: stopped, in races 1, 2, 3, 4$/m)
    const [race] = raced.orders?.races ?? []
    const [likely, other] = [
      { ...turn, moment: 500 },
      { ...turn, moment: 700 },
    ]
    const races = race ? [{ ...race, likely, other }] : []
    const text = timelineText({ ...large, orders: { ...orders, races } })
    expect(text.match(/^ +[\d.]+ s {2}(501|701)\. .*, in race 1$/gm)).toHaveLength(2)
  })

  it('is looked for only where that is asked', () => {
    expect(treeText(small)).toContain('\nAlong the likely order of events.\n')
    expect(treeText(refused)).not.toContain('may')
  })
})

describe('a timeline', () => {
  it('says what was refused, and of what is not there', () => {
    const text = timelineText(pictureOf(two, ['delete namespace nowhere']))
    expect(text).toContain('refused: delete namespaces nowhere: 404 namespaces "nowhere" not found')
    expect(timelineText(small)).not.toContain('refused')
  })

  it('tells every moment of a short run', () => {
    const numbers = [...timelineText(small).matchAll(/^ +[\d.]+ s {2}(\d+)\. /gm)].map(([, number]) => Number(number))
    expect(numbers).toEqual(small.moments.map((_, index) => index + 1))
  })

  it('tells of a long run all moments, alike ones together', () => {
    const text = timelineText(large)
    expect(text.split('\n').length).toBeLessThan(150)
    const gone = [...text.matchAll(/^ +(\d+) Namespaces gone$/gm)].reduce((sum, [, count]) => sum + Number(count), 0)
    const single = [...text.matchAll(/^ +Namespace \S+ gone$/gm)].length
    expect(gone + single).toBe(600)
  })
})
