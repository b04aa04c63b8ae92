// Writes charts/capsule-<version>.jsonl: what Capsule's chart installs, taken from the recorded baselines and definitions.
import { readFileSync, writeFileSync } from 'node:fs'
import { restoreDefinition } from '../dist/replay/emptied.js'

const traces = new URL('../../fixtures/traces/', import.meta.url)
const read = (path) => JSON.parse(readFileSync(new URL(path, traces), 'utf8'))
const kinds = [
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleBinding',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
  'CapsuleConfiguration',
]
const ofCapsule = (object) =>
  /^capsule|capsule\.clastix\.io$/.test(object.metadata.name) || object.kind === 'CapsuleConfiguration'

for (const [version, baseline, definitions] of [
  ['0.7', 'baseline-0.7.json', 'crds-0.7'],
  ['0.14', 'baseline.json', 'crds'],
]) {
  const { items } = read(baseline)
  const chosen = items
    .filter(
      (object) =>
        kinds.includes(object.kind) && ofCapsule(object) && !/pre-delete|capsule-crds/.test(object.metadata.name),
    )
    .map((object) =>
      object.kind === 'CustomResourceDefinition'
        ? restoreDefinition(object, read(`${definitions}/${object.metadata.name}.json`), items)
        : object,
    )
  const lines = chosen.map((object) => `${JSON.stringify(object)}\n`)
  writeFileSync(new URL(`../charts/capsule-${version}.jsonl`, import.meta.url), lines.join(''))
  console.log(version, chosen.map((object) => `${object.kind}/${object.metadata.name}`).join(' '))
}
