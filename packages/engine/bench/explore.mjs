#!/usr/bin/env node
// Measures exploration on the world of the recording incident-crd-deleted, two tenants whose definition is deleted:
// unique states a second on one core, coarse, every order, nothing reduced; and the memory of a state beyond the first.
//   node --expose-gc packages/engine/bench/explore.mjs [--states N]
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { controlPlane, stateFromObjects, tickTiming } from '@capsule-whatif/model'
import { clockOf } from '../dist/replay/scenario.js'
import { search } from '../dist/schedule/explore/search.js'
import { beginSearch } from '../dist/schedule/explore/searching.js'
import { createWorld } from '../dist/schedule/explore/world.js'
import { settle } from '../dist/schedule/likely.js'

const { values } = parseArgs({ options: { states: { type: 'string', default: '400000' } } })
const cluster = new URL('../../fixtures/clusters/two-tenants.json', import.meta.url)
const objects = JSON.parse(readFileSync(cluster, 'utf8')).items
const model = controlPlane({ timing: tickTiming(1000) })
const base = settle(model, model.start(stateFromObjects(objects, clockOf(objects)).state)).state
const request = {
  verb: 'delete',
  group: 'apiextensions.k8s.io',
  version: 'v1',
  resource: 'customresourcedefinitions',
  name: 'tenants.capsule.clastix.io',
}
const as = { user: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] }
const script = [{ actions: [{ type: 'request', as, request }], when: 'promptly' }]

const statesMax = Number(values.states)
const world = createWorld(model, base, script, {
  fine: false,
  quietMs: 12_000,
  limitMs: 600_000,
  disturbances: new Set(),
  disturbancesMax: 0,
})
world.begin()
const before = memory()
const began = process.cpuUsage()
const limits = { statesMax, depthMax: Number.POSITIVE_INFINITY, isOver: () => false }
const found = search(world, beginSearch(world), limits)
const { user, system } = process.cpuUsage(began)
const seconds = (user + system) / 1e6
const states = found.store.size()
const bytes = memory() - before
console.log(
  `explore incident-crd-deleted, coarse: ${states} unique states, ${found.edges.count()} transitions, ${world.played()} steps played, ` +
    `${seconds.toFixed(1)} s of one core, ${Math.round(states / seconds)} unique states a second, ${Math.round(bytes / states)} bytes a state`,
)

function memory() {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
