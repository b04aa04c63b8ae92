import { describe, expect, test } from 'vitest'
import { loadSnapshot, type Snapshot, type SnapshotOptions } from '../../src/snapshot/load-snapshot.ts'
import { cpuClock } from '../cpu-clock.ts'

const good = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'good' } }

/** Loads texts and says what came of it, within the second that every input may take. */
function load(texts: Readonly<Record<string, string>>, options: SnapshotOptions = {}): Snapshot {
  const spent = cpuClock()
  const documents = Object.entries(texts).map(([name, text]) => ({ name, text }))
  const snapshot = loadSnapshot([...documents, { name: 'good.json', text: JSON.stringify(good) }], options)
  expect(spent()).toBeLessThan(1000)
  expect(snapshot.objects).toContainEqual(good)
  expect(snapshot.origins).toHaveLength(snapshot.objects.length)
  return snapshot
}

/** `code file:line:column` of each issue. */
function places({ issues }: Snapshot): readonly string[] {
  return issues.map(({ code, file, line, column }) => `${code} ${file}:${line}:${column}`)
}

function names({ objects }: Snapshot): readonly string[] {
  return objects.map(({ metadata }) => metadata.name).filter((name) => name !== 'good')
}

const namespaces = (...list: readonly string[]) =>
  list.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }))
const listText = (...list: readonly string[]) =>
  JSON.stringify({ apiVersion: 'v1', items: namespaces(...list), kind: 'List' }, null, 4)

describe('a JSON file', () => {
  test('that is cut off keeps its whole items and names the place', () => {
    const text = listText('a', 'b', 'c')
    const snapshot = load({ 'x.json': text.slice(0, text.indexOf('"c"') + 2) })
    expect(names(snapshot)).toEqual(['a', 'b'])
    expect(places(snapshot)).toEqual(['json-invalid x.json:22:27'])
    expect(snapshot.issues[0]).toMatchObject({ severity: 'error', message: expect.stringContaining('cut off') })
  })

  test.each(Array.from({ length: 60 }, (_, index) => index * 9 + 1))(
    'cut off after %d characters never loses a whole item',
    (length) => {
      const text = listText('a', 'b', 'c')
      const snapshot = load({ 'x.json': text.slice(0, length) })
      const whole = ['a', 'b', 'c'].filter((_, index) => text.slice(0, length).split('\n        }').length > index + 1)
      if (length < text.length) expect(snapshot.issues.some(({ severity }) => severity === 'error')).toBe(true)
      expect(names(snapshot)).toEqual(whole)
    },
  )

  test('with an error in one item keeps the others', () => {
    const text = listText('a', 'b', 'c').replace('"name": "b"', '"name": "b')
    const snapshot = load({ 'x.json': text })
    expect(names(snapshot)).toEqual(['a', 'c'])
    expect(places(snapshot)).toEqual(['json-invalid x.json:15:27'])
  })

  test('that is nested 10,000 deep in one item keeps the others', () => {
    const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`
    const text = listText('a', 'b').replace('"name": "a"', `"name": "a", "x": ${deep}`)
    const snapshot = load({
      'x.json': text,
      'y.json': '['.repeat(10_000) + ']'.repeat(10_000),
      'z.json': '['.repeat(1_000_000),
    })
    expect(names(snapshot)).toEqual(['b'])
    expect(places(snapshot)).toEqual(['too-deep x.json:4:9', 'too-deep y.json:1:2', 'too-deep z.json:1:2'])
  })

  test('of lines, one of them broken, keeps the others', () => {
    const lines = namespaces('a', 'b', 'c').map((each) => JSON.stringify(each))
    const snapshot = load({
      'x.jsonl': [lines[0], `${lines[1]?.slice(0, -5)}"`, lines[2]].join('\n'),
      '-': lines.join('\n'),
    })
    expect(names(snapshot)).toContain('a')
    expect(names(snapshot)).toContain('c')
    expect(snapshot.issues.find(({ severity }) => severity === 'error')).toMatchObject({ file: 'x.jsonl', line: 2 })
  })

  test('that holds no JSON but a message is one issue', () => {
    const snapshot = load({ 'x.json': 'Error from server (Forbidden): tenants is forbidden' })
    expect(places(snapshot)).toEqual(['json-invalid x.json:1:1'])
  })

  test('whose fields are named __proto__ loses those and pollutes nothing', () => {
    const text = `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","__proto__":{"x":1}},\n"data":{"__proto__":"1","\\u005f_proto__":{"polluted":"yes"},"k":"v"}}`
    const snapshot = load({ 'x.json': text })
    const map = snapshot.objects.find(({ kind }) => kind === 'ConfigMap')
    expect(map).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { k: 'v' } })
    expect(Object.getOwnPropertyNames(map?.data)).toEqual(['k'])
    expect(({} as { polluted?: string }).polluted).toBeUndefined()
    expect(snapshot.issues.map(({ message }) => message)).toEqual([
      expect.stringContaining('.metadata.__proto__'),
      expect.stringContaining('.data.__proto__'),
    ])
  })
})

describe('a YAML file', () => {
  const yaml = (name: string) => `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n`

  test('with one broken document keeps the others', () => {
    const snapshot = load({ 'x.yaml': `${yaml('a')}---\n${yaml('b')}  labels: {\n---\n${yaml('c')}` })
    expect(names(snapshot)).toEqual(['a', 'c'])
    expect(snapshot.issues[0]).toMatchObject({ code: 'yaml-invalid', severity: 'error', file: 'x.yaml' })
  })

  test('whose List has one broken item keeps the items before and after', () => {
    const item = (name: string, more = '') =>
      `- apiVersion: v1\n  kind: Namespace\n  metadata:\n    name: ${name}\n${more}`
    const text = `apiVersion: v1\nitems:\n${item('a')}${item('b', '    labels: {x: ]}\n')}${item('c')}kind: List\n`
    const snapshot = load({ 'x.yaml': text })
    expect(names(snapshot)).toEqual(['a', 'c'])
    expect(places(snapshot)[0]).toMatch(/^yaml-invalid x.yaml:11:/)
  })

  test('that is cut off before the kind of its List says so', () => {
    const snapshot = load({
      'x.yaml': `apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Namespace\n  metadata:\n    name: a\n`,
    })
    expect(names(snapshot)).toEqual(['a'])
    expect(places(snapshot)).toEqual(['list-cut-off x.yaml:1:1'])
  })

  test('whose aliases explode is left out', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `l${level + 1}: &l${level + 1} [${Array(10).fill(`*l${level}`).join(', ')}]\n`,
    )
    const snapshot = load({ 'x.yaml': `l0: &l0 [lol]\n${levels.join('')}---\n${yaml('a')}` })
    expect(names(snapshot)).toEqual(['a'])
    expect(snapshot.issues).toMatchObject([
      { code: 'yaml-aliases-explode', severity: 'error', line: expect.any(Number) },
    ])
  })

  test('whose alias contains itself is left out', () => {
    expect(load({ 'x.yaml': 'a: &a [*a]\n' }).issues).toMatchObject([
      { code: 'yaml-aliases-explode', line: 1, column: 8 },
    ])
  })

  test('with harmless aliases and merge keys is read as kubectl reads it', () => {
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: &l {a: "1", b: "2"}}\ndata:\n  <<: *l\n  b: "3"\n`
    expect(load({ 'x.yaml': text }).objects).toContainEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', labels: { a: '1', b: '2' } },
      data: { a: '1', b: '3' },
    })
  })

  test.each([
    ['brackets', `a: ${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['open brackets', '{a: '.repeat(10_000)],
    ['dashes', `${'- '.repeat(10_000)}x`],
    ['questions', `${'? '.repeat(10_000)}x`],
    ['lines', Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')],
  ])('that is nested too deep in %s is left out', (_what, text) => {
    expect(load({ 'x.yaml': text }).issues.map(({ code }) => code)).toContain('too-deep')
  })

  test('with __proto__ as a key loses that and pollutes nothing', () => {
    const snapshot = load({
      'x.yaml': `${yaml('a')}__proto__: {polluted: "yes"}\nspec: {"\\x5f_proto__": {polluted: 1}}\n`,
    })
    expect(snapshot.objects[0]).toEqual({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a' }, spec: {} })
    expect(({} as { polluted?: string }).polluted).toBeUndefined()
    expect(snapshot.issues.map(({ code }) => code)).toEqual(['key-reserved', 'key-reserved'])
  })

  test('with a field written twice takes the last and says so', () => {
    const snapshot = load({ 'x.yaml': `${yaml('a')}kind: Namespace\n` })
    expect(names(snapshot)).toEqual(['a'])
    expect(places(snapshot)).toEqual(['key-duplicate x.yaml:5:1'])
  })
})

describe('an object', () => {
  const metadata = (fields: object) =>
    JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', ...fields } })

  test('without kind, apiVersion or name is an error with its place', () => {
    const snapshot = load({
      'x.json':
        '[{"apiVersion":"v1","metadata":{"name":"x"}},\n{"kind":"A","metadata":{"name":"x"}},\n{"apiVersion":"v1","kind":"A"},\n7, null, []]',
    })
    expect(names(snapshot)).toEqual([])
    expect(places(snapshot)).toEqual([
      'not-an-object x.json:1:1',
      'not-an-object x.json:1:1',
      'kind-missing x.json:1:2',
      'kind-missing x.json:2:1',
      'name-missing x.json:3:1',
    ])
  })

  test('whose name in YAML is no text to kubectl says what it is', () => {
    const { issues } = load({ 'x.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: on\n' })
    expect(issues).toMatchObject([
      { code: 'name-missing', message: expect.stringContaining('the boolean true, not a text') },
    ])
  })

  test('that stands twice is taken once; mildly where both are the same', () => {
    const snapshot = load({ 'x.json': metadata({}), 'y.json': `\n${metadata({})}` })
    expect(names(snapshot)).toEqual(['a'])
    expect(snapshot.issues).toMatchObject([{ code: 'duplicate-identical', severity: 'note', file: 'y.json', line: 2 }])
  })

  test('that stands twice and differs is taken in its newer form', () => {
    const [older, newer] = [metadata({ resourceVersion: '9' }), metadata({ resourceVersion: '10' })]
    for (const texts of [
      [older, newer],
      [newer, older],
    ]) {
      const snapshot = load({ 'x.json': texts.join('\n') })
      expect(snapshot.objects[0]?.metadata.resourceVersion).toBe('10')
      expect(snapshot.issues).toMatchObject([{ code: 'duplicate-different', severity: 'warning', line: 2 }])
    }
  })

  test('of an unknown kind is kept and reported, unless the snapshot defines it', () => {
    const widget = JSON.stringify({ apiVersion: 'x.io/v1', kind: 'Widget', metadata: { name: 'w' } })
    const definition = JSON.stringify({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'widgets.x.io' },
      spec: {
        group: 'x.io',
        scope: 'Cluster',
        names: { plural: 'widgets', kind: 'Widget' },
        versions: [{ name: 'v1', served: true, storage: true }],
      },
    })
    const knownResources = [
      { group: '', version: 'v1', resource: 'namespaces', kind: 'Namespace', namespaced: false },
      {
        group: 'apiextensions.k8s.io',
        version: 'v1',
        resource: 'customresourcedefinitions',
        kind: 'CustomResourceDefinition',
        namespaced: false,
      },
    ]
    const unknown = load({ 'x.json': widget }, { knownResources })
    expect(names(unknown)).toEqual(['w'])
    expect(unknown.issues).toMatchObject([{ code: 'kind-unknown', severity: 'warning', line: 1, column: 1 }])
    expect(load({ 'x.json': widget + definition }, { knownResources }).issues).toEqual([])
  })

  test('whose metadata is malformed loses only what is wrong', () => {
    const text = metadata({
      labels: { a: 1, b: 'x' },
      finalizers: 'f',
      ownerReferences: [{ uid: 1 }, null],
      annotations: null,
      uid: 7,
    })
    const snapshot = load({ 'x.json': text })
    expect(snapshot.objects[0]?.metadata).toEqual({ name: 'a', labels: { b: 'x' }, ownerReferences: [] })
    expect(snapshot.issues.map(({ code }) => code)).toEqual(Array(4).fill('metadata-malformed'))
  })

  test('in a namespace that the snapshot does not have is one warning for each namespace', () => {
    const snapshot = load({
      'x.json': [metadata({ namespace: 'gone' }), metadata({ name: 'b', namespace: 'gone' })].join('\n'),
    })
    expect(names(snapshot)).toEqual(['a', 'b'])
    expect(places(snapshot)).toEqual(['namespace-absent x.json:1:1'])
  })
})

describe('owner references', () => {
  const owned = (name: string, ...owners: readonly string[]) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      uid: name,
      ownerReferences: owners.map((uid) => ({ apiVersion: 'v1', kind: 'ConfigMap', name: uid, uid })),
    },
  })

  test('in a circle are reported once, and everything is kept', () => {
    const snapshot = load({
      'x.json': JSON.stringify([
        owned('a', 'b'),
        owned('b', 'c'),
        owned('c', 'a'),
        owned('self', 'self'),
        owned('d', 'a'),
      ]),
    })
    expect(names(snapshot)).toHaveLength(5)
    expect(snapshot.issues.map(({ message }) => message)).toEqual([
      'owner references in a circle: ConfigMap a -> ConfigMap b -> ConfigMap c -> ConfigMap a',
      'owner references in a circle: ConfigMap self -> ConfigMap self',
    ])
  })

  test('in a circle of 20,000, and in a chain as long, are found without recursion', () => {
    const ring = Array.from({ length: 20_000 }, (_, index) => owned(`r${index}`, `r${(index + 1) % 20_000}`))
    const chain = Array.from({ length: 10_000 }, (_, index) =>
      owned(`c${index}`, ...(index === 0 ? [] : [`c${index - 1}`])),
    )
    const snapshot = load({ 'x.json': JSON.stringify([...ring, ...chain]) })
    expect(names(snapshot)).toHaveLength(30_000)
    expect(snapshot.issues.map(({ code }) => code)).toEqual(['owner-circle'])
  })

  test('to owners that are not there are a note for each kind of owner', () => {
    expect(load({ 'x.json': JSON.stringify([owned('a', 'x'), owned('b', 'y')]) }).issues).toMatchObject([
      { code: 'owner-absent', severity: 'note', line: 1 },
    ])
  })
})

test('an empty file is a warning', () => {
  expect(places(load({ 'x.json': ' \n', 'y.yaml': '# nothing\n---\n' }))).toEqual([
    'source-empty x.json:1:1',
    'source-empty y.yaml:1:1',
  ])
})
