import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, it } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { nodeSourceReader } from '../../src/snapshot/source-reader.ts'
import { mustGather, recorded, tarOf } from '../snapshot/collected.ts'

const folder = mkdtempSync(join(tmpdir(), 'redact-'))
afterAll(() => rmSync(folder, { recursive: true }))
const cluster = resolve(import.meta.dirname, '../../../fixtures/clusters/two-tenants.json')

async function run(argv: readonly string[], stdin: Uint8Array = new Uint8Array()) {
  let [out, err] = ['', '']
  const code = await main(argv, {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
    reader: nodeSourceReader(Readable.from([stdin])),
    writeFile: (path, text) => writeFile(path, text),
    now: () => 0,
    env: {},
  })
  return { code, out, err }
}

it('an archive on standard input comes out as a List with the same answers', async () => {
  const output = join(folder, 'cluster.json')
  const bytes = gzipSync(await tarOf(mustGather(recorded('two-tenants.json'))))
  expect(await run(['redact', '--snapshot', '-', '--output', output], bytes)).toEqual({ code: 0, out: '', err: '' })
  const question = ['--do', 'delete crd tenants.capsule.clastix.io', '--format', 'json']
  const [original, redacted] = [
    await run(['predict', cluster, ...question]),
    await run(['predict', output, ...question]),
  ]
  const effects = ({ out }: { out: string }) =>
    (JSON.parse(out) as { effects: unknown[] }).effects.map((effect) => JSON.stringify(effect)).toSorted()
  expect(effects(redacted)).toEqual(effects(original))
})

it('names get pseudonyms, and the key to them is written apart', async () => {
  const [output, key] = [join(folder, 'renamed.json'), join(folder, 'key.json')]
  expect(await run(['redact', cluster, '--names', '--key', key, '-o', output])).toEqual({ code: 0, out: '', err: '' })
  const words = JSON.parse(readFileSync(key, 'utf8')) as Record<string, string>
  const text = readFileSync(output, 'utf8')
  expect(text).not.toContain('alice')
  expect(text).toContain(`"name":"${words.oil}-${words.dev}"`)
})

it('without --output it is printed', async () => {
  const { code, out } = await run(['redact', cluster])
  expect(code).toBe(0)
  expect((JSON.parse(out) as { items: unknown[] }).items).toHaveLength(recorded('two-tenants.json').length)
})

it.each([
  [['redact'], '--snapshot FILE is missing'],
  [['redact', cluster, '--key', 'k'], '--key needs --names'],
  [['redact', join(folder, 'absent.json')], 'there is no such file'],
  [['redact', cluster, '-o', join(folder, 'no', 'where')], 'cannot be written'],
])('%j is answered with what is wrong', async (argv, message) => {
  const { code, err } = await run(argv)
  expect(code).toBe(2)
  expect(err).toContain(message)
})
