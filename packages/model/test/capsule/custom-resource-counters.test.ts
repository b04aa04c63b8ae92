import { describe, expect, test } from 'vitest'
import { admissionChain } from '../../src/admission/chain.ts'
import { operatorServer } from '../../src/admission/operator-server.ts'
import type { Operation } from '../../src/apiserver/admission.ts'
import { capsuleHandlers } from '../../src/capsule/webhooks/index.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { openCluster } from '../../src/state/cluster.ts'
import type { ClusterState } from '../../src/state/cluster-state.ts'
import { findObject, putObject } from '../../src/state/store.ts'
import { inNamespace } from './rules-world.ts'
import { admissionRequest, alice, configuration, objectOf, stateOf, tenant } from './webhook-world.ts'

const hooks: KubeObject = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name: 'capsule' },
  webhooks: [
    {
      name: 'customresources.validating.projectcapsule.dev',
      rules: [{ operations: ['*'], apiGroups: ['*'], apiVersions: ['*'], resources: ['*'] }],
      sideEffects: 'None',
      clientConfig: { url: 'https://capsule/generic/customresources' },
    },
  ],
}

const chain = admissionChain({
  plugins: [],
  servers: [operatorServer({ process: 'capsule', domain: '.projectcapsule.dev', handlers: capsuleHandlers })],
  quota: ({ object }) => ({ object, warnings: [] }),
})

function world(limit: string, used?: string): ClusterState {
  const annotations = {
    'quota.resources.capsule.clastix.io/customs.example.com_v1': limit,
    ...(used === undefined ? {} : { 'used.resources.capsule.clastix.io/customs.example.com_v1': used }),
  }
  const plain = tenant('oil', 'alice', {}, { namespaces: ['oil-dev'] })
  const counted: KubeObject = { ...plain, metadata: { ...plain.metadata, annotations } }
  const state = stateOf(configuration(), counted, objectOf('Namespace', 'oil-dev'))
  return putObject(state, 'admissionregistration.k8s.io/validatingwebhookconfigurations', hooks)
}

/** What the counter says after the request, and why it was refused if it was. */
function after(operation: Operation, limit: string, used?: string, dryRun = false): string {
  const cluster = openCluster(world(limit, used))
  const custom = inNamespace('Custom')
  const request =
    operation === 'CREATE'
      ? admissionRequest(operation, alice, custom)
      : admissionRequest(operation, alice, undefined, custom)
  const outcome = chain.validate({ ...request, dryRun }, cluster)
  const found = findObject(cluster.state, 'capsule.clastix.io/tenants', '', 'oil')
  const count = found?.metadata.annotations?.['used.resources.capsule.clastix.io/customs.example.com_v1'] ?? 'nothing'
  return 'refusal' in outcome ? `${count}: ${outcome.refusal.code} ${outcome.refusal.body.message}` : count
}

describe('a custom resource that a Tenant limits', () => {
  test('is counted up before it is stored and down before it is deleted, in dry runs too', () => {
    expect(after('CREATE', '2')).toBe('1')
    expect(after('CREATE', '2', '1', true)).toBe('2')
    expect(after('DELETE', '2', '2')).toBe('1')
    expect(after('DELETE', '2')).toBe('nothing')
  })

  test('is refused at the limit', () => {
    expect(after('CREATE', '2', '2')).toMatch(
      /^2: 500 .*resource customs\.example\.com_v1 has reached quota limit of 2 items$/,
    )
  })

  test('is neither limited nor counted where the limit does not fit ten bits', () => {
    expect(after('CREATE', '512', '600')).toBe('600')
    expect(after('CREATE', 'many', '1')).toBe('1')
  })

  test('is counted from 511 where the count does not fit', () => {
    expect(after('DELETE', '2', '600')).toBe('510')
  })
})
