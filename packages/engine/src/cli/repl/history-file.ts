import { appendFileSync, chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Lines that were typed in this session and in those before it, the oldest first. */
export interface History {
  readonly lines: readonly string[]
  /** keeps a line that was typed; one that begins with a blank is kept nowhere */
  keep(line: string): void
}

/** So many lines are kept from one session to the next. */
export const linesKeptMax = 1000

/**
 * Where history is kept: in the file that CAPSULE_WHATIF_HISTORY names, else below XDG_STATE_HOME, else below the home.
 * Undefined where it is not: the variable is empty, or there is no home.
 */
export function historyPath(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const named = env.CAPSULE_WHATIF_HISTORY
  if (named !== undefined) return named === '' ? undefined : named
  const { XDG_STATE_HOME: state = '', HOME: home = '' } = env
  if (state !== '') return join(state, 'capsule-whatif', 'history')
  return home === '' ? undefined : join(home, '.local', 'state', 'capsule-whatif', 'history')
}

/** The history of a file, kept in memory alone where there is none or it cannot be written. */
export function openHistory(path: string | undefined): History {
  const lines = path === undefined ? [] : readLines(path)
  return {
    lines,
    keep: (line) => {
      if (line.trim() === '' || line.startsWith(' ') || line === lines.at(-1)) return
      lines.push(line)
      if (path !== undefined) attempt(() => appendFileSync(path, `${line}\n`, { mode: 0o600 }))
    },
  }
}

/** What the file holds. It is cut where it has become long, and readable by its owner alone. */
function readLines(path: string): string[] {
  const text = attempt(() => readFileSync(path, 'utf8')) ?? ''
  const all = text.split('\n').filter((line) => line !== '')
  const kept = all.slice(-linesKeptMax)
  attempt(() => mkdirSync(dirname(path), { recursive: true, mode: 0o700 }))
  // also of a file that was there before; never of a device, which the variable may name
  attempt(() => statSync(path).isFile() && chmodSync(path, 0o600))
  if (all.length > kept.length) attempt(() => writeFileSync(path, `${kept.join('\n')}\n`, { mode: 0o600 }))
  return kept
}

/** A home that cannot be read or written costs the history, never the session. */
function attempt<T>(what: () => T): T | undefined {
  try {
    return what()
  } catch {
    return undefined
  }
}
