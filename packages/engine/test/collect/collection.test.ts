import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { builtinResources, controlPlane, type KubeObject, qualified, stateFromObjects } from '@capsule-whatif/model'
import { expect, it } from 'vitest'
import { collection } from '../../src/collect/collection.ts'
import { notNeeded } from '../../src/collect/not-needed.ts'
import { recorded } from '../snapshot/collected.ts'

const { command, resources, clusterRole } = collection()
const listed = builtinResources.filter(({ verbs }) => verbs.includes('list'))
const names = listed.map(({ resource, group }) => qualified(resource, group))

/** What the printed line asks kubectl get for, in a cluster that serves these. */
function askedFor(served: readonly string[]): readonly string[] {
  const filter = /\| (grep .*) \| (paste [^)]*)\)"/.exec(command)
  const script = `${filter?.[1]} | ${filter?.[2]}`
  return execFileSync('sh', ['-c', script], { input: `${served.join('\n')}\n`, encoding: 'utf8' })
    .trim()
    .split(',')
}

it('every resource that the model knows is collected or not needed, never both', () => {
  const left = notNeeded.map(({ resource }) => resource)
  expect([...resources, ...left].toSorted()).toEqual(names.toSorted())
})

it('the line asks for exactly these, and for all custom resources', () => {
  const custom = ['tenants.capsule.clastix.io', 'certificates.cert-manager.io', 'eventsources.example.org']
  const metrics = ['pods.metrics.k8s.io', 'services.custom.metrics.k8s.io']
  expect(askedFor([...names, ...custom, ...metrics])).toEqual([...resources, ...custom])
})

it('no part of the model reads what is not needed', () => {
  const model = resolve(import.meta.dirname, '../../../model/src')
  const listsOfAll = ['apiserver/builtin-resources.ts', 'apiserver/kinds/strategies.ts', 'quota/evaluators.ts']
  const ignored = 'controllers/garbage-collector/monitors.ts'
  const code = readdirSync(model, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && ![...listsOfAll, ignored].includes(file))
    .map((file) => readFileSync(join(model, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''))
    .join('\n')
  const left = listed.filter(({ resource, group }) => !resources.includes(qualified(resource, group)))
  const read = left.filter(
    ({ resource, group }) => code.includes(`'${group}/${resource}'`) || code.includes(`'${group}', '${resource}'`),
  )
  expect(read.map(({ resource }) => resource)).toEqual([])
})

it('whoever has the ClusterRole may list all of it, and nothing else', () => {
  const user = { user: 'collector', groups: ['system:authenticated'] }
  const binding: KubeObject = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'collector' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'capsule-whatif-collect' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'collector' }],
  }
  const objects = [...recorded('two-tenants.json'), clusterRole as KubeObject, binding]
  const model = controlPlane()
  const state = model.start(stateFromObjects(objects, 0).state)
  const codeOf = (verb: 'list' | 'delete', group: string, version: string, resource: string, name?: string) =>
    model.apply(state, {
      type: 'request',
      as: user,
      request: { verb, group, version, resource, ...(name === undefined ? {} : { name }) },
    }).response?.code
  for (const { resource, group, version } of listed) {
    const isNeeded = resources.includes(qualified(resource, group))
    expect(codeOf('list', group, version, resource), resource).toBe(isNeeded ? 200 : 403)
  }
  expect(codeOf('list', 'capsule.clastix.io', 'v1beta2', 'tenants')).toBe(200)
  expect(codeOf('delete', '', 'v1', 'namespaces', 'oil-dev')).toBe(403)
})
