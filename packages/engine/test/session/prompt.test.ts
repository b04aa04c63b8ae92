import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { CliIo } from '../../src/cli/cli-io.ts'
import { main } from '../../src/cli/main.ts'
import { nodeSourceReader } from '../../src/snapshot/source-reader.ts'
import { twoTenants } from './recorded-session.ts'

const [up, tab, interrupt, end] = ['\u001b[A', '\t', '\u0003', '\u0004']

interface Typing {
  /** types keys, once the prompt or what Tab offers is there */
  type(...keys: readonly string[]): Promise<void>
  /** what was printed since the last time */
  printed(): string
  readonly code: Promise<number>
}

/** A person at a terminal that is none. */
async function typing(env: Readonly<Record<string, string>> = {}, ...more: readonly string[]): Promise<Typing> {
  const input = new PassThrough()
  let shown = ''
  const output = new PassThrough()
  output.on('data', (chunk: Buffer) => {
    shown += chunk.toString()
  })
  const io: CliIo = {
    stdout: output,
    stderr: output,
    terminal: { input, output },
    reader: nodeSourceReader(process.stdin),
    writeFile: async () => {},
    now: () => 0,
    env,
  }
  const code = main(['repl', '--snapshot', twoTenants, ...more], io)
  const isQuiet = async (): Promise<void> => {
    for (let before = -1; before !== shown.length || shown === ''; ) {
      before = shown.length
      for (let turn = 0; turn < 50; turn++) await setImmediate()
    }
  }
  await isQuiet()
  return {
    type: async (...keys) => {
      for (const key of keys) {
        input.write(key)
        await isQuiet()
      }
    },
    printed: () => {
      const text = shown
      shown = ''
      return text
    },
    code,
  }
}

describe('the prompt', () => {
  it('Tab completes what is one thing alone, and offers what may be meant', async () => {
    const { type, printed, code } = await typing()
    expect(printed()).toMatch(/^255 objects, Capsule 0.14; acting as kubernetes-admin.*\n[\s\S]*\[0\]> /)
    await type('dele', tab, 'tn', tab, 'oi', tab, '\r')
    expect(printed()).toContain('[1] accepted (200)')
    await type('get ns ', tab, tab)
    expect(printed()).toMatch(/capsule-system\s+default\s+gas-dev/)
    await type(interrupt, 'quit\r')
    expect(await code).toBe(0)
  })

  it('the arrow up recalls lines, those of sessions before too', async () => {
    const env = { XDG_STATE_HOME: mkdtempSync(join(tmpdir(), 'state-')) }
    const first = await typing(env)
    await first.type('get tnt -o name\r', 'log\r', end)
    expect(await first.code).toBe(0)
    expect(readFileSync(join(env.XDG_STATE_HOME, 'capsule-whatif/history'), 'utf8')).toBe('get tnt -o name\nlog\n')
    const second = await typing(env)
    second.printed()
    await second.type(up, up, '\r')
    expect(second.printed()).toContain('tenant/gas\n')
    await second.type('history\r')
    expect(second.printed()).toContain('get tnt -o name\nlog\nget tnt -o name\nhistory\n')
    await second.type(end)
    expect(await second.code).toBe(0)
  })

  it('keeps nothing where that is not wanted', async () => {
    const env = { XDG_STATE_HOME: mkdtempSync(join(tmpdir(), 'state-')) }
    const { type, code } = await typing(env, '--no-history')
    await type('log\r', end)
    await code
    expect(() => readFileSync(join(env.XDG_STATE_HOME, 'capsule-whatif/history'))).toThrow('ENOENT')
  })

  it('Ctrl-C clears the line, and ends where there is none, the second time', async () => {
    const { type, printed, code } = await typing()
    await type('delete tenant oil', interrupt, 'log\r')
    expect(printed()).not.toContain('accepted')
    await type(interrupt)
    expect(printed()).toContain('Ctrl-C again, Ctrl-D or quit leaves.')
    await type('l', interrupt, interrupt, interrupt)
    expect(await code).toBe(0)
  })

  it('goes on after a line that it does not understand', async () => {
    const { type, printed, code } = await typing()
    await type('delet tenant oil\r', 'operator stop\r')
    expect(printed()).toMatch(/Did you mean delete\?[\s\S]*\[1\] done/)
    await type(end)
    expect(await code).toBe(0)
  })
})
