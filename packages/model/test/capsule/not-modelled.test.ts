import { expect, test } from 'vitest'
import { notModelled } from '../../src/capsule/not-modelled.ts'
import type { JsonObject } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { emptyState } from '../../src/state/cluster-state.ts'
import { putObject } from '../../src/state/store.ts'
import { rule, ruledWorld } from './rules-world.ts'
import { configuration, objectOf, stateOf, tenant } from './webhook-world.ts'

const ruled = (enforce: JsonObject) => notModelled(ruledWorld([rule('audit', enforce)]))
const namespace = (name: string, metadata: Partial<KubeObject['metadata']>) =>
  objectOf('Namespace', { name, ...metadata })

test('nothing is said of what is modelled', () => {
  const spec = { rules: [rule('deny', { workloads: { schedulers: [{ exact: ['{{ .tenant.metadata.name }}'] }] } })] }
  expect(notModelled(stateOf(configuration(), tenant('oil', 'alice', spec), namespace('oil-dev', {})))).toEqual([])
})

test('what rules use of it is told with their Tenant', () => {
  const metadata = [{ kinds: ['Namespace'], labels: { a: {} } }]
  expect(ruled({ metadata })).toEqual(['not modelled: the Events of rules that audit Namespaces, used by Tenant oil'])
  expect(ruled({ services: { nodePorts: { ports: [{ from: 1, to: 2 }] } } })).toEqual([
    'not modelled: which node port is given out where a Service names none, on which its rules decide, used by Tenant oil',
  ])
  expect(ruled({ workloads: { schedulers: [{ exact: ['{{ upper .tenant.metadata.name }}'] }] } })).toEqual([
    "not modelled: Go's template functions in rules, used by Tenant oil",
  ])
})

test('at most three objects are named', () => {
  const labels = { 'pod-security.kubernetes.io/enforce': 'baseline' }
  const state = stateOf(...['a', 'b', 'c', 'd', 'e'].map((name) => namespace(name, { labels })))
  expect(notModelled(state)).toEqual([
    'not modelled: PodSecurity, used by Namespace a, Namespace b, Namespace c and 2 more',
  ])
})

test('webhooks of others are told, and those of Capsule that are let pass', () => {
  const webhook = (name: string, path: string) => ({ name, clientConfig: { service: { path } } })
  const hooks = (name: string, ...webhooks: readonly JsonObject[]): KubeObject => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name },
    webhooks,
  })
  const state = [
    hooks('capsule', webhook('pods.validating.projectcapsule.dev', '/pods/validating')),
    hooks('counting', webhook('x.projectcapsule.dev', '/custom-quotas/calculations')),
    hooks('other', webhook('validate.example.com', '/')),
  ].reduce(
    (before, object) => putObject(before, 'admissionregistration.k8s.io/validatingwebhookconfigurations', object),
    emptyState(0),
  )
  expect(notModelled(state)).toEqual([
    'not modelled: what Capsule answers on /custom-quotas/calculations, used by ValidatingWebhookConfiguration counting',
    'not modelled: webhooks of others, used by ValidatingWebhookConfiguration other',
  ])
})

test('what the configuration and annotations ask for is told', () => {
  const state = stateOf(
    configuration({ enableTLSReconciler: true, impersonation: { endpoint: 'https://proxy' } }),
    tenant('oil', 'alice', { nodeSelector: { pool: 'a' } }),
    namespace('a', { annotations: { 'openshift.io/sa.scc.mcs': 'x' } }),
  )
  expect(notModelled(state).map((finding) => finding.replace(/^not modelled: |, used by .*$/g, ''))).toEqual([
    'on which nodes a nodeSelector lets new pods land',
    'an endpoint of its own for impersonation',
    "Capsule's own certificates and the CA that it injects",
    "OpenShift's own admission and controllers",
  ])
})
