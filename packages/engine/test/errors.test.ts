import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { exitCodes } from '../src/cli/cli-io.ts'
import { main } from '../src/cli/main.ts'
import { ruleIds } from '../src/plan/rules.ts'
import { snapshotIssueCodes } from '../src/snapshot/snapshot-issue.ts'
import { nodeSourceReader } from '../src/snapshot/source-reader.ts'
import { healthCodes } from '../src/snapshot-health/health-finding.ts'
import { thrownErrors } from '../src/thrown-error.ts'

const root = resolve(import.meta.dirname, '../../..')
const engine = join(root, 'packages/engine/src')
const cluster = join(root, 'packages/fixtures/clusters/two-tenants.json')

/** First cells of the rows under each heading of docs/errors.md. */
function rows(): Readonly<Record<string, readonly string[]>> {
  const sections = readFileSync(join(root, 'docs/errors.md'), 'utf8').split(/^## /m).slice(1)
  return Object.fromEntries(
    sections.map((section) => [
      section.slice(0, section.indexOf('\n')),
      [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, cell = '']) => cell),
    ]),
  )
}

const told = rows()

describe('docs/errors.md', () => {
  it.each<readonly [string, readonly (string | number)[]]>([
    ['Exit codes', exitCodes],
    ['Issues of a snapshot', snapshotIssueCodes],
    ['What a snapshot lacks', healthCodes],
    ['Findings of a plan', ruleIds],
    ['In the library', thrownErrors],
  ])('%s: has a row for every code, and no other', (heading, codes) => {
    expect([...(told[heading] ?? [])].toSorted()).toEqual(codes.map(String).toSorted())
  })

  it('quotes messages that the program has', () => {
    const sources = readdirSync(engine, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(engine, name), 'utf8'))
      .join('\n')
    const withCodes = [
      'Exit codes',
      'Issues of a snapshot',
      'What a snapshot lacks',
      'Findings of a plan',
      'In the library',
    ]
    const quoted = Object.entries(told).flatMap(([heading, cells]) => (withCodes.includes(heading) ? [] : cells))
    const absent = quoted.filter((text) => !text.split('…').every((part) => sources.includes(part.trim())))
    expect(absent).toEqual([])
    expect(quoted.length).toBeGreaterThan(40)
  })
})

async function run(...argv: readonly string[]): Promise<{ readonly code: number; readonly err: string }> {
  let err = ''
  const code = await main(argv, {
    stdout: { write: () => true },
    stderr: { write: (text: string) => (err += text) },
    reader: nodeSourceReader(process.stdin),
    writeFile: async () => {
      throw new Error('no space left')
    },
    now: () => 0,
    env: {},
  })
  return { code, err }
}

describe('errors of the command line', () => {
  it.each(['--save', '--itf'])('%s to a file that cannot be written is no bug of ours', async (option) => {
    const { code, err } = await run('explore', '-s', cluster, '--do', 'operator stop', option, 'x.json')
    expect(code).toBe(2)
    expect(err).toContain(`${option} x.json cannot be written: no space left`)
  })

  it('a replay of what is no trace is no bug of ours, and says which line', async () => {
    const { code, err } = await run('replay', join(root, 'README.md'))
    expect(code).toBe(2)
    expect(err).toMatch(/README\.md:1: this is no JSON\. Expected one trace a line\./)
  })

  it('a file that is no snapshot at all is told of in some lines, not in hundreds', async () => {
    const { code, err } = await run('predict', '-s', join(root, 'README.md'), '--do', 'delete tenant oil')
    expect(code).toBe(2)
    expect(err.split('\n').length).toBeLessThan(25)
    expect(err).toMatch(/and \d+ more\n/)
  })
})
