import { describe, expect, it } from 'vitest'
import type { CliIo } from '../../src/cli/cli-io.ts'
import type { CommandWiring } from '../../src/cli/commands/wiring.ts'
import { defaultWiring } from '../../src/cli/default-wiring.ts'
import { main } from '../../src/cli/main.ts'
import { nodeSourceReader } from '../../src/snapshot/source-reader.ts'
import { twoTenants } from './recorded-session.ts'

interface Ran {
  readonly code: number
  readonly out: string
  readonly written: ReadonlyMap<string, string>
}

/** Runs the command line with lines on standard input, and with files that are there besides those of the machine. */
async function repl(
  lines: readonly string[],
  argv: readonly string[] = [],
  files: Record<string, string> = {},
  wiring: CommandWiring = defaultWiring,
): Promise<Ran> {
  let out = ''
  const sink = { write: (text: string) => (out += text) }
  const written = new Map<string, string>()
  const own = nodeSourceReader(process.stdin)
  const text = (path: string): string | undefined => files[path] ?? written.get(path)
  const io: CliIo = {
    stdout: sink,
    stderr: sink,
    reader: {
      ...own,
      kindOf: async (path) => (text(path) === undefined ? own.kindOf(path) : 'file'),
      read: async (path) => {
        const known = text(path)
        return known === undefined ? own.read(path) : new TextEncoder().encode(known)
      },
      readStandardInput: async () => new TextEncoder().encode(lines.map((line) => `${line}\n`).join('')),
    },
    writeFile: async (path, content) => {
      if (path.startsWith('/nowhere')) throw new Error('no such folder')
      written.set(path, content)
    },
    now: () => 0,
    env: {},
  }
  return { code: await main(['repl', '--snapshot', twoTenants, ...argv], io, wiring), out, written }
}

describe('capsule-whatif repl without a terminal', () => {
  it('plays the lines of standard input, each with its prompt before its answer', async () => {
    const { code, out } = await repl(['operator stop', '# a remark', 'log', 'quit', 'get ns'])
    expect(code).toBe(0)
    expect(out).toBe(`255 objects, Capsule 0.14; acting as kubernetes-admin. help lists what can be typed.
[0]> operator stop
[1] done
In short: Nothing changes (quiet after 0 s, along the likely order of events).
[1]> # a remark
[1]> log
   0  the start: the snapshot, once it is quiet
*  1  operator stop: done; nothing changes (+12.0 s)
[1]> quit
`)
  })

  it('ends with 2 where a line is not understood, and does the others all the same', async () => {
    const { code, out } = await repl(['delet tenant oil', 'explore --nonsense', 'operator stop'])
    expect(code).toBe(2)
    expect(out).toContain('Did you mean delete?')
    expect(out).toContain('capsule-whatif explore: unknown option --nonsense')
    expect(out).toContain('[1] done')
  })

  it('plays a file, and says where there is none', async () => {
    const played = await repl([], ['--script', 'lines.txt'], { 'lines.txt': 'operator stop\r\nlog\r\n' })
    expect([played.code, played.out.includes('*  1  operator stop')]).toEqual([0, true])
    const absent = await repl([], ['--script', 'absent.txt'])
    expect([absent.code, absent.out.includes('absent.txt')]).toEqual([2, true])
  })

  it('starts as whoever is named, with the operator as it is said', async () => {
    const { out } = await repl(
      ['create namespace oil-new'],
      ['--as', 'alice', '--as-group', 'projectcapsule.dev', '--operator', 'down'],
    )
    expect(out).toContain('the operator down; acting as alice.')
    expect(out).toContain('connect: connection refused')
  })

  it('asks other commands of the cluster where one stands, as who one is', async () => {
    const { code, out } = await repl([
      'delete tenant gas',
      'explore delete ns oil-dev',
      'back',
      'as alice projectcapsule.dev',
      "ask cascade --object 'tenant gas'",
      'operator stop',
      'ask consistency',
      'fix recreate-tenant --tenant gsa',
    ])
    expect(code).toBe(2)
    expect(out).toContain('  Namespace oil-dev lost\n')
    expect(out).toContain('alice: delete tenants gas: 403 Forbidden')
    expect(out).toContain('The operator does not run here; this is answered as if it started again.\n')
    expect(out).toContain('Did you mean gas?')
  })

  it('reads files that actions name, and writes what is to be saved', async () => {
    const files = { 'new.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: plain}\n' }
    const { code, out, written } = await repl(
      ['apply -f new.yaml', 'predict delete -f new.yaml', 'save after.json', 'save lines.txt', 'save /nowhere/x'],
      [],
      files,
    )
    expect(code).toBe(2)
    expect(out).toContain('/nowhere/x cannot be written: no such folder')
    expect(written.get('lines.txt')).toBe('apply -f new.yaml\n')
    expect(
      JSON.parse(written.get('after.json') ?? '').items.some(
        ({ metadata }: { metadata: { name: string } }) => metadata.name === 'plain',
      ),
    ).toBe(true)
  })

  it('does not take snapshot and lines from one standard input', async () => {
    const { code, out } = await repl(['log'], ['--snapshot', '-'])
    expect([code, out.includes('Expected --script FILE')]).toEqual([2, true])
  })

  it('a bug of ours in a line does not end the session, but the exit code is 3', async () => {
    const broken: CommandWiring = {
      ...defaultWiring,
      explore: () => {
        throw new Error('nobody thought of that')
      },
    }
    const { code, out } = await repl(['explore delete tenant oil', 'delet', 'operator stop'], [], {}, broken)
    expect(code).toBe(3)
    expect(out).toContain('nobody thought of that')
    expect(out).toContain('[1] done')
  })

  it('tells of the other commands too', async () => {
    const { code, out } = await repl(['help fix', 'help ask', 'ask cascade --help', 'help history'])
    expect(code).toBe(0)
    expect(out).toContain('fix NAME [options]')
    expect(out).toContain('  ask NAME --help tells of its options')
    expect(out).toContain('capsule-whatif ask cascade')
  })

  it('is listed in the help, and helps', async () => {
    let out = ''
    const sink = { write: (text: string) => (out += text) }
    const io = {
      stdout: sink,
      stderr: sink,
      reader: nodeSourceReader(process.stdin),
      writeFile: async () => {},
      now: () => 0,
      env: {},
    }
    expect(await main(['help'], io)).toBe(0)
    expect(await main(['repl', '--help'], io)).toBe(0)
    expect(out).toContain('  repl ')
    expect(out).toContain('CAPSULE_WHATIF_HISTORY')
  })
})
