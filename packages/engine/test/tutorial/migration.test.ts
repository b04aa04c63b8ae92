import { askQuestion, migrate, remedyFor } from 'capsule-whatif'
import { expect, it } from 'vitest'
import { exampleCluster } from './cluster.ts'

const cluster = exampleCluster('two-tenants')
const move = { namespace: 'oil-prod', to: 'gas' }

it('a move that loses nothing of what people made exists, whatever the order', () => {
  const { remedy } = remedyFor(cluster.objects, 'move-namespace', { namespace: 'oil-prod', tenant: 'gas' })
  expect(remedy?.orders).toMatchObject({ holds: true, complete: true, breaks: [] })
})

it('no way but an administrator of the operator is open while the operator runs', () => {
  const open = askQuestion(migrate, cluster, move).ways.filter(({ reached }) => reached)
  const roads = new Set(open.map(({ road }) => road))
  expect(roads).not.toContain('as it is')
  expect(roads).toContain('as an administrator of the operator')
})

it('a pod that the new tenant would not admit keeps running, but cannot be made again', () => {
  const strict = cluster.objects.map((object) =>
    object.kind === 'Tenant' && object.metadata.name === 'gas'
      ? { ...object, spec: { ...(object.spec as object), containerRegistries: { allowed: ['registry.example'] } } }
      : object,
  )
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'app', namespace: 'oil-prod', uid: 'app-1' },
    spec: { containers: [{ name: 'app', image: 'docker.io/library/nginx:1.27' }] },
  }
  const { workloads } = askQuestion(migrate, { ...cluster, objects: [...strict, pod] }, move)
  expect(workloads).toMatchObject([{ object: { name: 'app' }, admitted: false }])
  expect(workloads[0]?.message).toContain('use one from the following list (registry.example)')
})
