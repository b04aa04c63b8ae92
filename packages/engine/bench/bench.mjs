#!/usr/bin/env node
// Measures in one run: steps a second, the cost of a fork, the replay of all recordings, and predict on a generated
// snapshot of 200 tenants with 3 namespaces each against JSON.parse of the same file.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { fleet } from '@capsule-whatif/fixtures'
import { controlPlane, stateFromObjects } from '@capsule-whatif/model'
import { predict } from '../dist/predict/predict.js'
import { replayTraces } from '../dist/replay/replay-traces.js'
import { settle } from '../dist/schedule/likely.js'
import { completionsFor } from '../dist/session/completions.js'
import { openSession } from '../dist/session/session.js'
import { sessionLine } from '../dist/session/session-line.js'
import { loadSnapshot } from '../dist/snapshot/load-snapshot.js'

const { values } = parseArgs({
  options: { tenants: { type: 'string', default: '200' }, runs: { type: 'string', default: '3' } },
})
const clusters = new URL('../../fixtures/clusters/', import.meta.url)
const traces = new URL('../../fixtures/traces/', import.meta.url)
const admin = { user: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] }
const deletion = {
  verb: 'delete',
  group: 'apiextensions.k8s.io',
  version: 'v1',
  resource: 'customresourcedefinitions',
  name: 'tenants.capsule.clastix.io',
}

const example = JSON.parse(readFileSync(new URL('two-tenants.json', clusters), 'utf8')).items
const objects = fleet(example, 'gas', 'gas-dev', { tenants: Number(values.tenants), namespacesEach: 3 })
const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects })

function time(what) {
  const runs = []
  for (let run = 0; run < Number(values.runs); run++) {
    const start = process.hrtime.bigint()
    what()
    runs.push(Number(process.hrtime.bigint() - start) / 1e6)
  }
  return runs.sort((a, b) => a - b)[Math.floor(runs.length / 2)]
}

function row(what, figure) {
  console.log(`${what.padEnd(64)} ${figure}`)
}

const parse = time(() => JSON.parse(text))
row(`JSON.parse of ${objects.length} objects, ${(text.length / 1e6).toFixed(1)} MB`, `${parse.toFixed(0)} ms`)
const load = time(() => loadSnapshot([{ name: 'fleet.json', text }]))
row(
  'reading them as a snapshot, with its findings',
  `${load.toFixed(0)} ms, ${(load / parse).toFixed(1)} times JSON.parse`,
)

const folder = mkdtempSync(join(tmpdir(), 'bench-'))
writeFileSync(join(folder, 'fleet.json'), text)
const program = fileURLToPath(new URL('../bin/capsule-whatif.js', import.meta.url))
for (const object of ['namespace fleet-3-0', 'tenant fleet-3', 'crd tenants.capsule.clastix.io']) {
  const args = [program, 'ask', 'cascade', '--snapshot', join(folder, 'fleet.json'), '--object', object]
  const cold = time(() => spawnSync(process.execPath, args))
  row(`cold start of ask cascade: ${object}`, `${cold.toFixed(0)} ms`)
}
rmSync(folder, { recursive: true })

let answer
const whole = time(() => {
  const snapshot = loadSnapshot([{ name: 'fleet.json', text }])
  answer = predict(snapshot.objects, [
    { text: 'delete crd', actions: [{ type: 'request', request: deletion }], user: admin },
  ])
})
const lost = answer.effects.filter((effect) => effect.outcome === 'gone' && effect.kind === 'Namespace').length
row(
  `predict: the definition of Tenant is deleted, ${lost} namespaces go`,
  `${whole.toFixed(0)} ms in all, ${(whole / parse).toFixed(0)} times JSON.parse`,
)

const opened = time(() => openSession(objects))
row('repl: opening a session on it', `${opened.toFixed(0)} ms`)
const session = sessionLine(openSession(objects), 'delete tenant fleet-3').session
for (const line of [
  'create namespace plain',
  'goto 1.2',
  'get namespaces',
  'tree fleet-3-0',
  'why namespace fleet-3-0',
])
  row(`repl: ${line}`, `${time(() => sessionLine(session, line)).toFixed(0)} ms`)
row('repl: Tab after delete ns', `${time(() => completionsFor(session, 'delete ns ')).toFixed(0)} ms`)

const model = controlPlane()
const state = model.start(stateFromObjects(objects, Date.parse('2026-01-01T00:00:00Z')).state)
let steps = 0
const run = time(() => {
  const step = model.apply(state, { type: 'request', as: admin, request: deletion })
  steps = settle(model, step.state).steps.length + 1
})
row(`its ${steps} steps`, `${((steps / run) * 1000).toFixed(0)} steps a second`)

const forks = 1_000_000
const kept = new Array(1000)
const forking = time(() => {
  for (let index = 0; index < forks; index++) kept[index % 1000] = { ...state, clock: state.clock + index }
})
row('a fork of that state with another clock', `${((forking / forks) * 1e6).toFixed(0)} ns`)

const started = process.cpuUsage()
let count = 0
for (const version of ['v0.14', 'v0.7']) {
  const folder = new URL(`${version}/`, traces)
  const files = readdirSync(folder).map((file) => new URL(file, folder).pathname)
  for await (const _ of replayTraces({ files, readFile: (path) => readFile(path, 'utf8') })) count++
}
row(`replay of all ${count} recordings`, `${(process.cpuUsage(started).user / 1e6).toFixed(1)} s of one core`)

const exploration = fileURLToPath(new URL('explore.mjs', import.meta.url))
process.stdout.write(spawnSync(process.execPath, ['--expose-gc', exploration], { encoding: 'utf8' }).stdout)
