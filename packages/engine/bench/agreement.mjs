#!/usr/bin/env node
// Scores the model's predictions against every recording in packages/fixtures/traces.
//   npm run agreement                     the table by family and operator version
//   npm run agreement -- FAMILY...        some families only
//   npm run agreement -- --show NAME      the differences of the traces whose name matches
//   npm run agreement -- --setup          also: does the setup of each trace, from an empty cluster, give its before?
//   npm run agreement -- --docs           also: writes the table, with setups, into docs/fidelity.md
//   npm run agreement -- --update         enters traces that agree now into the list, agreement.jsonl
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { compare } from '../../fixtures/traces/compare.mjs'
import { replayTraces } from '../dist/replay/replay-traces.js'

const root = new URL('../../fixtures/traces/', import.meta.url)
const listFile = new URL('agreement.jsonl', root)
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    show: { type: 'string' },
    update: { type: 'boolean', default: false },
    setup: { type: 'boolean', default: false },
    docs: { type: 'boolean', default: false },
  },
})

const baselines = new Map()
function baselineOf(name) {
  if (!baselines.has(name)) {
    const { items } = JSON.parse(readFileSync(new URL(name, root), 'utf8'))
    baselines.set(name, new Map(items.map((object) => [placeKey(object), object])))
  }
  return baselines.get(name)
}

function placeKey({ kind, apiVersion, metadata }) {
  return `${kind}|${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''}|${metadata.namespace ?? ''}|${metadata.name}`
}

if (values.docs) values.setup = true
const rows = []
const started = process.cpuUsage()
for (const version of ['v0.14', 'v0.7']) {
  const folder = new URL(`${version}/`, root)
  for (const file of readdirSync(folder).sort()) {
    const family = file.replace('.jsonl', '')
    if (positionals.length > 0 && !positionals.includes(family)) continue
    const path = new URL(file, folder).pathname
    const traces = readFileSync(path, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
    const setups = values.setup ? await setupDifferences(path, traces) : []
    let index = 0
    for await (const prediction of replayTraces({ files: [path], readFile: (name) => readFile(name, 'utf8') })) {
      const trace = traces[index++]
      rows.push({
        version,
        family,
        name: trace.name,
        differences: compare(trace, prediction, baselineOf(trace.baseline)),
        setup: setups[index - 1],
      })
    }
  }
}
const { user } = process.cpuUsage(started)

if (values.show !== undefined) {
  for (const row of rows) if (row.name.match(values.show)) show(values.setup ? { ...row, differences: row.setup } : row)
}
const table = tableLines()
console.log(`${table.join('\n')}\n\n${rows.length} traces in ${(user / 1e6).toFixed(1)} s of one core`)
if (values.docs) writeDocs()
if (values.update) updateList()

/** The setup of a trace as a trace of its own, whose end is the trace's before. */
async function setupDifferences(path, traces) {
  const all = []
  for await (const prediction of replayTraces({
    files: [path],
    readFile: (name) => readFile(name, 'utf8'),
    part: 'setup',
  })) {
    const trace = traces[all.length]
    const steps = (trace.setup ?? []).map(({ response: _, ...step }) => step)
    all.push(
      compare(
        { ...trace, before: [], steps, after: trace.before, removed: [] },
        prediction,
        baselineOf(trace.baseline),
      ),
    )
  }
  return all
}

function show({ version, name, differences }) {
  console.log(`${version} ${name}${differences.length === 0 ? ': agrees' : ''}`)
  for (const { where, recorded, predicted } of differences) {
    console.log(`  ${where}`)
    const [want, got] = [lines(recorded), lines(predicted)]
    for (const line of want.filter((each) => !got.includes(each)).slice(0, 12)) console.log(`    recorded  ${line}`)
    for (const line of got.filter((each) => !want.includes(each)).slice(0, 12)) console.log(`    predicted ${line}`)
  }
}

function lines(text) {
  if (text === null) return []
  try {
    return JSON.stringify(JSON.parse(text), null, 1)
      .split('\n')
      .map((line) => line.trim())
  } catch {
    return [text]
  }
}

function tableLines() {
  const setup = values.setup ? [' setup gives before |', ' ---: |'] : ['', '']
  const lines = [`| operator | family | traces | agree | |${setup[0]}`, `| --- | --- | ---: | ---: | ---: |${setup[1]}`]
  for (const version of new Set(rows.map((row) => row.version))) {
    const ofVersion = rows.filter((row) => row.version === version)
    for (const family of new Set(ofVersion.map((row) => row.family))) {
      lines.push(
        tableLine(
          version,
          family,
          ofVersion.filter((row) => row.family === family),
        ),
      )
    }
    lines.push(tableLine(version, 'all', ofVersion))
  }
  return lines
}

function tableLine(version, family, group) {
  const agree = group.filter((row) => row.differences.length === 0).length
  const setup = values.setup ? ` ${group.filter((row) => row.setup.length === 0).length} |` : ''
  const share = Math.floor((100 * agree) / group.length)
  return `| ${version} | ${family} | ${group.length} | ${agree} | ${share}% |${setup}`
}

/** Puts the table where the document has its place for it. */
function writeDocs() {
  const file = new URL('../../../docs/fidelity.md', import.meta.url)
  const text = readFileSync(file, 'utf8')
  const [start, end] = ['<!-- agreement -->', '<!-- /agreement -->']
  const [before] = text.split(start)
  const [, after] = text.split(end)
  writeFileSync(file, `${before}${start}\n\n${table.join('\n')}\n\n${end}${after}`)
}

function updateList() {
  const known = new Map(readList().map((entry) => [`${entry.version} ${entry.name}`, entry]))
  for (const { version, name, differences } of rows) {
    const key = `${version} ${name}`
    if (differences.length === 0) known.set(key, { version, name, agrees: true })
    else if (!known.has(key)) known.set(key, { version, name, reason: 'not looked into yet' })
  }
  writeFileSync(listFile, [...known.values()].map((entry) => `${JSON.stringify(entry)}\n`).join(''))
}

function readList() {
  try {
    return readFileSync(listFile, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  } catch {
    return []
  }
}
