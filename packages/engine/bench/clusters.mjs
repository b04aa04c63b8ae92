// Writes example clusters into packages/fixtures/clusters: two-tenants-0.7.json, on which a recording of v0.7.4 began, and
// kube-system-attached.json, which is two-tenants.json after a recorded mistake was played in the model with kube-system.
import { readFileSync, writeFileSync } from 'node:fs'
import { allObjects } from '@capsule-whatif/model'
import { parsedActions } from '../dist/ask.js'
import { predictFrom } from '../dist/predict/predict.js'
import { quietCluster } from '../dist/predict/quiet-cluster.js'
import { restoreDefinition } from '../dist/replay/emptied.js'

const fixtures = new URL('../../fixtures/', import.meta.url)
const read = (path) => readFileSync(new URL(path, fixtures), 'utf8')
const write = (name, objects) => {
  const lines = objects.map((object) => JSON.stringify(object)).join(',\n')
  const text = `{"apiVersion":"v1","kind":"List","metadata":{"resourceVersion":""},"items":[\n${lines}\n]}\n`
  writeFileSync(new URL(`clusters/${name}.json`, fixtures), text)
}

/** The cluster on which a recorded scenario began. */
function recordedStart(family, name) {
  const traces = read(`traces/v0.7/${family}.jsonl`).trim().split('\n')
  const { baseline, before } = traces.map((line) => JSON.parse(line)).find((trace) => trace.name === name)
  const { items } = JSON.parse(read(`traces/${baseline}`))
  const restored = items.map((object) =>
    object.kind === 'CustomResourceDefinition'
      ? restoreDefinition(object, JSON.parse(read(`traces/crds-0.7/${object.metadata.name}.json`)), items)
      : object,
  )
  return [...restored, ...before]
}

/** A cluster once these actions were taken. */
function after(objects, actions) {
  return allObjects(predictFrom(quietCluster(objects), parsedActions({ objects }, actions)).state)
}

write('two-tenants-0.7', recordedStart('incident', 'incident-migrate-both'))

const { items } = JSON.parse(read('clusters/two-tenants.json'))
const oil = items.find(({ kind, metadata }) => kind === 'Tenant' && metadata.name === 'oil')
const owner = {
  apiVersion: oil.apiVersion,
  kind: 'Tenant',
  name: 'oil',
  uid: oil.metadata.uid,
}
const attached = { metadata: { labels: { 'capsule.clastix.io/tenant': 'oil' }, ownerReferences: [owner] } }
const administrators = (names) => ({ spec: { administrators: names.map((name) => ({ kind: 'User', name })) } })
const patch = (what, body) => `patch ${what} --type merge -p '${JSON.stringify(body)}'`
write(
  'kube-system-attached',
  after(items, [
    patch('capsuleconfiguration default', administrators(['kubernetes-admin'])),
    patch('namespace kube-system', attached),
    patch('capsuleconfiguration default', administrators([])),
  ]),
)
