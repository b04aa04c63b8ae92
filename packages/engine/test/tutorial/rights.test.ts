import { readFileSync } from 'node:fs'
import { accessQuestion, askQuestion, loadSnapshot, type Snapshot } from 'capsule-whatif'
import { expect, it } from 'vitest'
import { exampleCluster } from './cluster.ts'

const cluster = exampleCluster('two-tenants')
const file = new URL('../../../../docs/tutorial/examples/see-namespace-go.yaml', import.meta.url)
const role = loadSnapshot([{ name: 'see-namespace-go.yaml', text: readFileSync(file, 'utf8') }])
const withRole: Snapshot = { ...cluster, objects: [...cluster.objects, ...role.objects] }

function directEnd(snapshot: Snapshot, command: string): string | undefined {
  const { commands } = askQuestion(accessQuestion, snapshot, {
    do: command,
    as: 'alice',
    asGroup: ['projectcapsule.dev'],
  })
  return commands[0]?.roads.find(({ through }) => through === 'api-server')?.end
}

it('without more rights kubectl hangs, with them it ends', () => {
  expect(directEnd(cluster, 'delete namespace oil-dev')).toBe('hangs')
  expect(directEnd(withRole, 'delete namespace oil-dev')).toBe('done')
})

it('they are no more than needed: other namespaces stay out of sight', () => {
  expect(directEnd(withRole, 'get namespaces')).toBe('failed')
  expect(directEnd(withRole, 'get namespace gas-dev')).toBe('failed')
  expect(directEnd(withRole, 'delete namespace gas-dev')).toBe('failed')
})
