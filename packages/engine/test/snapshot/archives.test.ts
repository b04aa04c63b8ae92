import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { builtinResources, type KubeObject } from '@capsule-whatif/model'
import { strToU8, zipSync } from 'fflate'
import { afterAll, describe, expect, test } from 'vitest'
import type { Snapshot } from '../../src/snapshot/load-snapshot.ts'
import { type ReadLimits, usualLimits } from '../../src/snapshot/read-limits.ts'
import { readSnapshot } from '../../src/snapshot/read-snapshot.ts'
import { redactSecret } from '../../src/snapshot/redact-secrets.ts'
import { nodeSourceReader } from '../../src/snapshot/source-reader.ts'
import { clusterInfoDump, type Files, mustGather, recorded, tarOf, veleroBackup } from './collected.ts'

const folder = mkdtempSync(join(tmpdir(), 'archives-'))
afterAll(() => rmSync(folder, { recursive: true }))

const objects = recorded('two-tenants.json')

/** Reads bytes as a file of this name, and as standard input where the name is `-`. */
async function read(name: string, bytes: Uint8Array | string, limits: Partial<ReadLimits> = {}): Promise<Snapshot> {
  const path = name === '-' ? name : join(folder, name)
  if (name !== '-') writeFileSync(path, bytes)
  const reader = nodeSourceReader(Readable.from([Buffer.from(bytes)]))
  return readSnapshot([path], reader, { knownResources: builtinResources }, { ...usualLimits, ...limits })
}

const byName = (all: readonly KubeObject[]) =>
  all
    .map((object) => [
      `${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`,
      redactSecret(object),
    ])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))

const expectAll = (snapshot: Snapshot) => expect(byName(snapshot.objects)).toEqual(byName(objects))
const codes = ({ issues }: Snapshot) => [...new Set(issues.map(({ code }) => code))]

const zipOf = (files: Files) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])))

const layouts: readonly (readonly [string, Files])[] = [
  ['a must-gather', mustGather(objects)],
  ['a Velero backup', veleroBackup(objects)],
  ['what cluster-info dump writes', { 'all/objects.json': clusterInfoDump(objects), 'a/b/logs.txt': 'x' }],
]

describe.each(layouts)('%s', (_what, files) => {
  test.each([
    ['tar', () => tarOf(files)],
    ['tar.gz', async () => gzipSync(await tarOf(files))],
    ['zip', async () => zipOf(files)],
    ['tar.gz in a tar', () => packedTwice(files)],
  ])('as %s gives the recorded objects, whatever the name of the file', async (_form, pack) => {
    const bytes = await pack()
    for (const name of ['backup', 'backup.json', '-']) {
      const snapshot = await read(name, bytes)
      expectAll(snapshot)
      expect(snapshot.issues.filter(({ severity }) => severity !== 'note')).toEqual([])
      expect(snapshot.issues.some(({ code }) => code === 'input-skipped')).toBe(true)
      expect(codes(snapshot)).not.toContain('duplicate-identical')
    }
  })

  test('as a folder gives the recorded objects', async () => {
    const place = mkdtempSync(join(folder, 'folder-'))
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(place, path, '..'), { recursive: true })
      writeFileSync(join(place, path), text)
    }
    const snapshot = await readSnapshot([place], nodeSourceReader(Readable.from([])))
    expectAll(snapshot)
    expect(codes(snapshot).filter((code) => code !== 'owner-absent')).toEqual(['input-skipped'])
  })

  test('gives the same whatever the order in the archive', async () => {
    const backwards = Object.fromEntries(Object.entries(files).reverse())
    const [one, other] = [await read('a.tar', await tarOf(files)), await read('a.tar', await tarOf(backwards))]
    expect(JSON.stringify(one)).toBe(JSON.stringify(other))
  })
})

async function packedTwice(files: Files): Promise<Uint8Array> {
  const { packTar } = await import('modern-tar')
  const inner = gzipSync(await tarOf(files))
  return packTar([{ header: { name: 'inner.tar.gz', size: inner.length, type: 'file' }, body: inner }])
}

test('objects of an archive say where they stand in it', async () => {
  const { origins } = await read(
    'a.tgz',
    await tarOf({ 'x/ns.yaml': '# one\napiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n' }),
  )
  expect(origins).toEqual([{ file: join(folder, 'a.tgz/x/ns.yaml'), line: 2, column: 1 }])
})

test('a compressed file is read by its content', async () => {
  for (const name of ['x.json.gz', 'x.yaml'])
    expect((await read(name, gzipSync(JSON.stringify({ kind: 'List', items: objects })))).objects).toHaveLength(
      objects.length,
    )
})

test('the output of cluster-info dump is read without its logs, and what follows them keeps its lines', async () => {
  const text = clusterInfoDump(objects)
  const snapshot = await read('-', text)
  expectAll(snapshot)
  expect(snapshot.issues.filter(({ code }) => code === 'input-skipped')).toMatchObject([
    { message: 'the logs of 2 containers are left out', severity: 'note' },
  ])
  const lines = text.split('\n')
  const bad = snapshot.origins.filter(({ line, column }) => lines[line - 1]?.charAt(column - 1) !== '{')
  expect(bad).toEqual([])
})

test('logs without an end are said to be cut off', async () => {
  const text = clusterInfoDump(objects)
  const snapshot = await read('-', text.slice(0, text.indexOf('no line end')))
  expect(codes(snapshot)).toContain('list-cut-off')
})

test('a Velero backup that has a version only once gives it once', async () => {
  const item = (version: string) =>
    `{"apiVersion":"apps/${version}","kind":"Deployment","metadata":{"name":"web","namespace":"a"}}`
  const files = {
    'resources/deployments.apps/v1-preferredversion/namespaces/a/web.json': item('v1'),
    'resources/deployments.apps/v1beta1/namespaces/a/web.json': item('v1beta1'),
    'resources/namespaces/cluster/a.json': '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a"}}',
    'resources/pods/namespaces/cluster/web.json':
      '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"cluster"}}',
  }
  const snapshot = await read('backup.tgz', await tarOf(files))
  expect(snapshot.objects.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)).toEqual([
    'apps/v1 Deployment',
    'v1 Namespace',
    'v1 Pod',
  ])
})

test('the place of a Velero backup in object storage is read by its tarball', async () => {
  const place = mkdtempSync(join(folder, 'velero-'))
  writeFileSync(
    join(place, 'velero-backup.json'),
    '{"kind":"Backup","apiVersion":"velero.io/v1","metadata":{"name":"b"}}',
  )
  writeFileSync(join(place, 'b-resource-list.json.gz'), gzipSync('{"v1/Namespace":["a"]}'))
  writeFileSync(join(place, 'b.tar.gz'), gzipSync(await tarOf(veleroBackup(objects))))
  const snapshot = await readSnapshot([place], nodeSourceReader(Readable.from([])))
  expectAll(snapshot)
  expect(snapshot.issues.filter(({ severity }) => severity !== 'note')).toEqual([])
})

test('a pod that a must-gather has twice is counted once', async () => {
  const pod = 'metadata: {name: web, namespace: a}\n'
  const root = 'mg/img'
  const snapshot = await read(
    'mg.zip',
    zipOf({
      [`${root}/cluster-scoped-resources/core/namespaces/a.yaml`]:
        'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n',
      [`${root}/namespaces/a/core/pods.yaml`]: `apiVersion: v1\nkind: PodList\nitems:\n- ${pod}`,
      [`${root}/namespaces/a/pods/web/web.yaml`]: `apiVersion: v1\nkind: Pod\n${pod}`,
      'mg/own.json': '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"b"}}',
    }),
  )
  expect(snapshot.objects.map(({ metadata }) => metadata.name)).toEqual(['a', 'web', 'b'])
  expect(codes(snapshot)).toEqual(['input-skipped'])
})

describe('what cannot be read is said:', () => {
  const small = { 'ns.json': '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a"}}' }

  test.each<readonly [string, () => Promise<Uint8Array>, RegExp]>([
    [
      'a gzip that is cut off',
      async () => gzipSync(await tarOf(mustGather(objects))).subarray(0, 5000),
      /damaged or cut off/,
    ],
    ['a tar that is cut off', async () => (await tarOf(mustGather(objects))).subarray(0, 50_000), /cannot be read/],
    ['a zip that is cut off', async () => zipOf(mustGather(objects)).subarray(0, 5000), /cannot be read/],
    ['a tar packed with xz', async () => Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 1, 2), /xz; unpack it first/],
    ['a tar packed with zstd', async () => Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 1, 2), /zstd; unpack it first/],
  ])('%s', async (_what, bytes, message) => {
    const snapshot = await read('x', await bytes())
    expect(snapshot.issues).toMatchObject([
      { code: 'source-unreadable', severity: 'error', message: expect.stringMatching(message) },
    ])
  })

  test('an entry that is no text, and the others are read', async () => {
    const zip = zipSync({ 'a.json': Uint8Array.of(0xff, 0x00, 0xfe), 'b.json': strToU8(small['ns.json']) })
    const snapshot = await read('x.zip', zip)
    expect(snapshot.objects).toHaveLength(1)
    expect(snapshot.issues).toMatchObject([{ code: 'source-unreadable', file: join(folder, 'x.zip/a.json') }])
  })

  test('an archive without anything to read', async () => {
    expect(codes(await read('x.tar', await tarOf({ 'readme.md': 'x' })))).toEqual(['input-skipped', 'source-empty'])
  })

  test.each<readonly [string, () => Promise<Uint8Array>, Partial<ReadLimits>, RegExp]>([
    ['a gzip bomb', async () => gzipSync(new Uint8Array(50_000_000)), { fileBytesMax: 2 ** 20 }, /more than the 1 MiB/],
    [
      'a zip bomb',
      async () => zipSync({ 'a.json': new Uint8Array(50_000_000) }),
      { fileBytesMax: 2 ** 20 },
      /a\.json in it is 48 MiB/,
    ],
    [
      'a tar with too large an entry',
      () => tarOf({ 'a.json': ' '.repeat(3_000_000) }),
      { fileBytesMax: 2 ** 20 },
      /3 MiB, more than/,
    ],
    [
      'a tar whose entries are too large together',
      () => tarOf({ 'a.json': ' '.repeat(900_000), 'b.json': ' '.repeat(900_000) }),
      { textBytesMax: 2 ** 20 },
      /more than 1 MiB would be read/,
    ],
    [
      'a compressed tar of which nothing would be read',
      async () => gzipSync(await tarOf({ 'a.log': ' '.repeat(3_000_000) })),
      { unpackedBytesMax: 2 ** 20 },
      /more than 1 MiB come out/,
    ],
    ['an archive of too many entries', () => tarOf({ a: '', b: '', c: '' }), { entriesMax: 2 }, /more than 2 entries/],
    [
      'a gzip in a gzip in a gzip',
      async () => gzipSync(gzipSync(gzipSync('{}'))),
      { nestingMax: 2 },
      /more than 2 times over/,
    ],
  ])('%s is refused before it fills the memory', async (_what, bytes, limits, message) => {
    const snapshot = await read('bomb', await bytes(), limits)
    expect(snapshot.objects).toEqual([])
    expect(snapshot.issues[0]).toMatchObject({
      code: 'too-large',
      severity: 'error',
      message: expect.stringMatching(message),
    })
  })
})
