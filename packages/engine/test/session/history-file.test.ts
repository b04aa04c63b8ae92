import { chmodSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { historyPath, linesKeptMax, openHistory } from '../../src/cli/repl/history-file.ts'

const folder = (): string => mkdtempSync(join(tmpdir(), 'history-'))

describe('history', () => {
  it('lies where the variable says, else in the state folder, else below the home', () => {
    const env = { HOME: '/home/ada', XDG_STATE_HOME: '/state', CAPSULE_WHATIF_HISTORY: '/elsewhere' }
    expect(historyPath(env)).toBe('/elsewhere')
    expect(historyPath({ ...env, CAPSULE_WHATIF_HISTORY: '' })).toBeUndefined()
    expect(historyPath({ HOME: '/home/ada', XDG_STATE_HOME: '/state' })).toBe('/state/capsule-whatif/history')
    expect(historyPath({ HOME: '/home/ada' })).toBe('/home/ada/.local/state/capsule-whatif/history')
    expect(historyPath({})).toBeUndefined()
  })

  it('is kept from one session to the next, for its owner alone', () => {
    const path = join(folder(), 'below', 'history')
    const first = openHistory(path)
    for (const line of ['get ns', 'get ns', ' a secret one', '', 'log']) first.keep(line)
    expect(openHistory(path).lines).toEqual(['get ns', 'log'])
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('does not grow without end', () => {
    const path = join(folder(), 'history')
    writeFileSync(path, Array.from({ length: linesKeptMax + 5 }, (_, index) => `wait ${index}s\n`).join(''))
    expect(openHistory(path).lines[0]).toBe('wait 5s')
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(linesKeptMax + 1)
  })

  it('a file that others could read is made private', () => {
    const path = join(folder(), 'history')
    writeFileSync(path, 'log\n', { mode: 0o644 })
    openHistory(path).keep('get ns')
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('a place that cannot be written keeps nothing and fails nothing', () => {
    const at = join(folder(), 'file')
    writeFileSync(at, '')
    chmodSync(at, 0o400)
    const history = openHistory(join(at, 'below', 'history'))
    history.keep('get ns')
    expect(history.lines).toEqual(['get ns'])
  })
})
