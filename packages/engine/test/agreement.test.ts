import { readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { compare } from '../../fixtures/traces/compare.mjs'
import { replayTraces } from '../src/replay/replay-traces.ts'

/** One line of the list: a trace agrees, or why it does not. */
interface Entry {
  readonly version: string
  readonly name: string
  readonly agrees?: true
  readonly reason?: string
}

interface RecordedTrace {
  readonly name: string
  readonly baseline: string
}

const root = new URL('../../fixtures/traces/', import.meta.url)
const list = lines(new URL('agreement.jsonl', root)).map((line) => JSON.parse(line) as Entry)
const entries = new Map(list.map((entry) => [`${entry.version} ${entry.name}`, entry]))

function lines(file: URL): string[] {
  return readFileSync(file, 'utf8').split('\n').filter(Boolean)
}

const baselines = new Map<string, ReadonlyMap<string, unknown>>()

function baselineOf(name: string): ReadonlyMap<string, unknown> {
  const known = baselines.get(name)
  if (known) return known
  const { items } = JSON.parse(readFileSync(new URL(name, root), 'utf8')) as { readonly items: readonly Placed[] }
  const baseline = new Map(items.map((object) => [placeKey(object), object]))
  baselines.set(name, baseline)
  return baseline
}

interface Placed {
  readonly kind: string
  readonly apiVersion: string
  readonly metadata: { readonly namespace?: string; readonly name: string }
}

function placeKey({ kind, apiVersion, metadata }: Placed): string {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : ''
  return `${kind}|${group}|${metadata.namespace ?? ''}|${metadata.name}`
}

describe.each(['v0.14', 'v0.7'])('recordings of Capsule %s', (version) => {
  const folder = new URL(`${version}/`, root)
  it.each(readdirSync(folder).sort())('%s: what agreed still agrees', async (file) => {
    const path = new URL(file, folder)
    const traces = lines(path).map((line) => JSON.parse(line) as RecordedTrace)
    const lost: string[] = []
    let index = 0
    for await (const prediction of replayTraces({
      files: [path.pathname],
      readFile: (name) => readFile(name, 'utf8'),
    })) {
      const trace = traces[index++]
      if (!trace) break
      const entry = entries.get(`${version} ${trace.name}`)
      const differences = compare(trace, prediction, baselineOf(trace.baseline))
      if (entry?.agrees && differences.length > 0)
        lost.push(`${trace.name}: ${differences.map(({ where }) => where).join('; ')}`)
    }
    expect(index).toBe(traces.length)
    expect(lost).toEqual([])
  })

  it('every trace is on the list: it agrees, or its reason is given', () => {
    const names = readdirSync(folder).flatMap((file) =>
      lines(new URL(file, folder)).map((line) => (JSON.parse(line) as RecordedTrace).name),
    )
    const missing = names.filter((name) => {
      const entry = entries.get(`${version} ${name}`)
      return !entry || (!entry.agrees && !entry.reason)
    })
    expect(missing).toEqual([])
  })
})
