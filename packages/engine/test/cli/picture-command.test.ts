import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CliIo } from '../../src/cli/cli-io.ts'
import { main } from '../../src/cli/main.ts'
import { nodeSourceReader } from '../../src/snapshot/source-reader.ts'

const clusters = join(import.meta.dirname, '../../../fixtures/clusters')
const two = ['--snapshot', join(clusters, 'two-tenants.json')]
const deletion = ['--do', 'delete namespace oil-prod']

async function run(...argv: readonly string[]) {
  let [out, err] = ['', '']
  const written: Record<string, string> = {}
  const io = {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
    reader: nodeSourceReader(process.stdin),
    writeFile: async (path: string, text: string) => {
      if (path === 'locked') throw new Error('permission denied')
      written[path] = text
    },
    env: {},
    now: () => 0,
  } satisfies CliIo
  const code = await main(['picture', ...argv], io)
  return { code, out, err, written }
}

describe('capsule-whatif picture', () => {
  it.each([
    ['tree', /^ {6}ConfigMap ledger: gone after 5\.0 s, by namespace-controller$/m],
    ['timeline', /^ +0\.0 s {2}1\. kubernetes-admin: delete namespaces oil-prod$/m],
    ['mermaid', /^flowchart LR\n/],
    ['dot', /^digraph cluster \{\n/],
    ['html', /^<!doctype html>\n/],
  ])('draws a %s', async (format, expected) => {
    const { code, out, err } = await run(...two, ...deletion, '--format', format)
    expect(out).toMatch(expected)
    expect({ code, err }).toEqual({ code: 0, err: '' })
  })

  it('draws a tree where nothing else is asked for, of whom it was told', async () => {
    const alice = ['--as', 'alice', '--as-group', 'projectcapsule.dev']
    const { out } = await run(...two, '--do', 'delete namespace gas-dev', ...alice)
    expect(out).toMatch(/^1\. delete namespace gas-dev: refused \(403\)\n {3}namespaces "gas-dev" is forbidden/)
  })

  it('writes a file', async () => {
    const { code, out, written } = await run(...two, '--format', 'dot', '-o', 'owners.dot')
    expect(out).toBe('Written to owners.dot: 0.0 MB.\n')
    expect(written['owners.dot']).toContain('Tenant oil')
    expect(code).toBe(0)
  })

  it('looks at all orders where that is asked, within limits', async () => {
    const asked = [...two, '--do', 'delete tenant gas', '--do', 'operator stop', '--orders']
    const { code, out } = await run(...asked)
    expect(out).toContain('It ends in 5 ways over all orders')
    expect(out).toContain('Race 1. namespace-controller: gas-dev')
    expect(code).toBe(0)
    expect((await run(...asked, '--max-states', '20')).out).toContain('Not looked at: ')
    expect((await run(...two, ...deletion, '--orders', '--with', 'webhook', '--format', 'html')).out).toContain(
      'id="run-0"',
    )
  })

  it('says what is wrong', async () => {
    const wrong = [
      [[...deletion], /--snapshot FILE is missing/],
      [[...two, '--format', 'svg'], /--format cannot be "svg"/],
      [[...two, '--only', 'tenants'], /--only: no kind and no namespace in this picture is called "tenants"\. Did you/],
      [[...two, '--do', 'delete'], /delete/],
      [[...two, '--as-group', 'x'], /--as-group needs --as/],
      [[...two, '--capsule-version', '0.1'], /Capsule 0\.1 is not modelled/],
      [[...two, '--orders'], /--orders needs --do ACTION/],
      [[...two, ...deletion, '--max-states', '9'], /--max-states belongs to --orders/],
      [[...two, ...deletion, '--with', 'lag'], /--with belongs to --orders/],
      [[...two, ...deletion, '--orders', '--tick', '0'], /--tick 0 is no number/],
      [[...two, '-o', 'locked'], /locked cannot be written: permission denied/],
    ] as const
    for (const [argv, message] of wrong) {
      const { code, err } = await run(...argv)
      expect(err).toMatch(message)
      expect(code).toBe(2)
    }
  })

  it('has a help text with examples', async () => {
    const { out } = await run('--help')
    expect(out).toContain('--format FORMAT')
    expect(out).toContain('Examples:')
  })
})
