import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { readSnapshot } from '../../src/snapshot/read-snapshot.ts'
import { nodeSourceReader } from '../../src/snapshot/source-reader.ts'
import { cpuClock } from '../cpu-clock.ts'

const folder = mkdtempSync(join(tmpdir(), 'snapshot-'))
afterAll(() => rmSync(folder, { recursive: true }))
const namespace = (name: string) => JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
const write = (name: string, content: string | Uint8Array) => {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, content)
  return path
}
const read = (...sources: readonly string[]) =>
  readSnapshot(sources, nodeSourceReader(Readable.from([namespace('piped')])))
const names = async (...sources: readonly string[]) =>
  (await read(...sources)).objects.map(({ metadata }) => metadata.name)

test('a folder is read whole, in the order of names, and nothing but JSON and YAML', async () => {
  write('all/b.json', namespace('b'))
  write('all/a.yml', 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n')
  write('all/sub/c.jsonl', namespace('c'))
  write('all/readme.md', 'not this')
  expect(await names(join(folder, 'all'))).toEqual(['a', 'b', 'c'])
})

test('standard input and files are read, each once', async () => {
  const path = write('one.json', namespace('one'))
  expect(await names('-', path, path)).toEqual(['piped', 'one'])
})

test('what PowerShell redirects is read', async () => {
  expect(await names(write('utf16.json', Buffer.from(`\uFEFF${namespace('wide')}`, 'utf16le')))).toEqual(['wide'])
})

test.each([
  ['a file that is not there', () => join(folder, 'absent.json'), 'no such file'],
  ['a file that is no text', () => write('x.json', Uint8Array.of(0x7f, 0x45, 8, 0, 0xff, 0xfe)), 'UTF-8'],
  ['a file with zero bytes in it', () => write('z.json', 'a\0b'), 'not a text'],
])('%s is an error, and the others are read', async (_what, path, reason) => {
  const spent = cpuClock()
  const snapshot = await read(path(), '-')
  expect(spent()).toBeLessThan(1000)
  expect(snapshot.objects).toHaveLength(1)
  expect(snapshot.issues).toMatchObject([
    { code: 'source-unreadable', severity: 'error', message: expect.stringContaining(reason) },
  ])
})

test('a folder that contains itself through a link comes to an end', async () => {
  write('loop/a.json', namespace('a'))
  symlinkSync('.', join(folder, 'loop', 'again'))
  symlinkSync('nowhere', join(folder, 'loop', 'broken.json'))
  const snapshot = await read(join(folder, 'loop'))
  expect(snapshot.objects).toHaveLength(1)
  expect(snapshot.issues.some(({ code }) => code === 'source-unreadable')).toBe(true)
})

test('a folder without anything to read is a warning', async () => {
  mkdirSync(join(folder, 'empty'))
  expect((await read(join(folder, 'empty'))).issues).toMatchObject([{ code: 'source-empty', severity: 'warning' }])
})
