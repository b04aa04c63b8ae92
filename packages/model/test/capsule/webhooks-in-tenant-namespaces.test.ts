import { describe, expect, test } from 'vitest'
import type { KubeObject, OwnerReference } from '../../src/object/kube-object.ts'
import type { ClusterState } from '../../src/state/cluster-state.ts'
import {
  admissionRequest,
  alice,
  ask,
  clusterAdmin,
  configuration,
  objectOf,
  reference,
  root,
  stateOf,
  tenant,
  user,
  verdictOf,
} from './webhook-world.ts'

const controller = user('system:serviceaccount:capsule-system:capsule', 'system:serviceaccounts')
const configMap = objectOf('ConfigMap', { name: 'c', namespace: 'oil-dev' })

function world(
  spec: Parameters<typeof tenant>[2] = {},
  owner: OwnerReference = reference('oil'),
  ...more: readonly KubeObject[]
): ClusterState {
  return stateOf(
    configuration({ administrators: [{ kind: 'User', name: 'root' }] }),
    tenant('oil', 'alice', spec, { namespaces: ['oil-dev'] }),
    objectOf('Namespace', { name: 'oil-dev', ownerReferences: [owner] }),
    ...more,
  )
}

describe('what Capsule manages', () => {
  const path = '/generic/managed'

  test('is changed and deleted by the operator and administrators alone', () => {
    const verdicts = [controller, root, clusterAdmin, alice].map((caller) =>
      verdictOf(ask(path, admissionRequest('DELETE', caller, undefined, configMap), world())),
    )
    const refused = '403 Labeling resources as controller managed can only be done by the controller or administrators'
    expect(verdicts).toEqual(['allowed', 'allowed', refused, refused])
  })

  test('is deleted by everybody once the Namespace is gone', () => {
    const request = admissionRequest('DELETE', clusterAdmin, undefined, configMap)
    expect(verdictOf(ask(path, request, stateOf(configuration())))).toBe('allowed')
  })
})

test('Capsule users change nothing in a cordoned namespace, others do', () => {
  const request = admissionRequest('CREATE', alice, configMap)
  expect(verdictOf(ask('/generic/cordoning', request, world()))).toBe(
    "403 The current namespace 'oil-dev' is cordoned. The attempted operation CREATE for /v1/ConfigMap/c is not permitted during cordoning status.",
  )
  expect(verdictOf(ask('/generic/cordoning', { ...request, user: clusterAdmin }, world()))).toBe('allowed')
})

test('objects get the name of the Tenant in the first ownerReference, whatever its uid', () => {
  const answer = ask(
    '/generic/metadata',
    admissionRequest('CREATE', clusterAdmin, configMap),
    world({}, reference('oil', 'old')),
  )
  expect(answer.allowed && answer.object?.metadata.labels).toEqual({
    'capsule.clastix.io/managed-by': 'oil',
    'projectcapsule.dev/tenant': 'oil',
  })
})

describe('an ownerReference with a stale uid', () => {
  const stale = world({}, reference('oil', 'old'))
  const refused =
    '500 tenant ownerReference UID mismatch for "oil": namespace references UID "old" but tenant has UID "uid-oil"'

  test('stops what is created and updated, not what is deleted', () => {
    for (const path of ['/rules/generic/mutating', '/rules/generic/validating']) {
      expect(verdictOf(ask(path, admissionRequest('CREATE', controller, configMap), stale))).toBe(refused)
      expect(verdictOf(ask(path, admissionRequest('DELETE', controller, undefined, configMap), stale))).toBe('allowed')
    }
  })
})

describe('a ServiceAccount is promoted to owner', () => {
  const promoted = objectOf('ServiceAccount', {
    name: 'bot',
    namespace: 'oil-dev',
    labels: { 'owner.projectcapsule.dev/promote': 'true' },
  })
  const request = admissionRequest('CREATE', alice, promoted)

  test('only if the configuration allows it', () => {
    expect(verdictOf(ask('/serviceaccounts/validating', request, world()))).toBe(
      '403 service account owner promotion is disabled. Contact your system administrators',
    )
  })

  test('only if the Tenant allows it, and by one of its owners', () => {
    const allowing = configuration({ allowServiceAccountPromotion: true })
    const closed = stateOf(
      allowing,
      tenant('oil', 'alice'),
      objectOf('Namespace', { name: 'oil-dev', ownerReferences: [reference('oil')] }),
    )
    expect(verdictOf(ask('/serviceaccounts/validating', request, closed))).toContain('disabled for this tenant')
    const open = stateOf(
      allowing,
      tenant('oil', 'alice', { permissions: { allowOwnerPromotion: true } }),
      objectOf('Namespace', { name: 'oil-dev', ownerReferences: [reference('oil')] }),
    )
    expect(verdictOf(ask('/serviceaccounts/validating', request, open))).toBe('allowed')
    expect(verdictOf(ask('/serviceaccounts/validating', { ...request, user: clusterAdmin }, open))).toBe(
      '403 kubernetes-admin not allowed to promote serviceaccount to tenant owner',
    )
  })
})

describe('a Pod', () => {
  function judge(image: string): string {
    const containers = [{ name: 'c', image, imagePullPolicy: 'Always' }]
    const pod = objectOf('Pod', { name: 'p', namespace: 'oil-dev' }, { spec: { containers } })
    const spec = { containerRegistries: { allowed: ['quay.io'] } }
    return verdictOf(ask('/pods/validating', admissionRequest('CREATE', clusterAdmin, pod), world(spec)))
  }

  test('has images of allowed registries', () => {
    expect(judge('quay.io/app/web:v1')).toBe('allowed')
    const refused = 'registry is forbidden for the current Tenant: use one from the following list (quay.io)'
    expect(judge('docker.io/library/nginx:1.25')).toBe(`403 Container image docker.io/library/nginx:1.25 ${refused}`)
    expect(judge('nginx')).toBe(`403 Container image nginx ${refused}`)
    expect(judge('docker.io/nginx')).toBe(`403 Container image  ${refused}`)
  })

  test('gets the priority class of its Tenant in place of the default of the cluster', () => {
    const classes = [
      objectOf('PriorityClass', 'low', { value: 1, globalDefault: true }),
      objectOf('PriorityClass', 'high', { value: 9, preemptionPolicy: 'Never' }),
    ]
    const state = world({ priorityClasses: { default: 'high' } }, reference('oil'), ...classes)
    const pod = objectOf(
      'Pod',
      { name: 'p', namespace: 'oil-dev' },
      { spec: { priorityClassName: 'low', priority: 1 } },
    )
    const answer = ask('/defaults', admissionRequest('CREATE', clusterAdmin, pod), state)
    expect(answer.allowed && answer.object?.spec).toEqual({
      priorityClassName: 'high',
      priority: 9,
      preemptionPolicy: 'Never',
    })
  })
})

test('a Service of a type that the Tenant switched off is refused', () => {
  const service = objectOf('Service', { name: 's', namespace: 'oil-dev' }, { spec: { type: 'LoadBalancer' } })
  const state = world({ serviceOptions: { allowedServices: { loadBalancer: false } } })
  expect(verdictOf(ask('/services/validating', admissionRequest('CREATE', alice, service), state))).toBe(
    '403 LoadBalancer service types are forbidden for the tenant: please, reach out to the system administrators',
  )
})

test('a claim for a volume selects volumes of its Tenant alone', () => {
  const claim = objectOf(
    'PersistentVolumeClaim',
    { name: 'v', namespace: 'oil-dev' },
    { spec: { selector: { matchLabels: { 'capsule.clastix.io/tenant': 'gas', a: 'b' } } } },
  )
  const answer = ask('/persistentvolumeclaims/mutating', admissionRequest('CREATE', alice, claim), world())
  expect(answer.allowed && answer.object?.spec).toEqual({
    selector: {
      matchLabels: { a: 'b' },
      matchExpressions: [{ key: 'capsule.clastix.io/tenant', operator: 'In', values: ['oil'] }],
    },
  })
})

describe('an Ingress', () => {
  function ingress(name: string, host: string): KubeObject {
    const rules = [{ host, http: { paths: [{ path: '/' }] } }]
    return objectOf('Ingress', { name, namespace: 'oil-dev' }, { spec: { rules } })
  }

  test('may not have a wildcard unless the Tenant allows it', () => {
    const request = admissionRequest('CREATE', alice, ingress('i', '*.test'))
    expect(verdictOf(ask('/ingresses/validating', request, world()))).toBe('403 Wildcard denied for tenant oil')
    const open = world({ ingressOptions: { allowWildcardHostnames: true } })
    expect(verdictOf(ask('/ingresses/validating', request, open))).toBe('allowed')
  })

  test('does not collide with itself, but with others in scope', () => {
    const state = world(
      { ingressOptions: { hostnameCollisionScope: 'Tenant' } },
      reference('oil'),
      ingress('i', 'a.test'),
    )
    const judge = (object: KubeObject): string =>
      verdictOf(ask('/ingresses/validating', admissionRequest('UPDATE', alice, object, object), state))
    expect(judge(ingress('i', 'a.test'))).toBe('allowed')
    expect(judge(ingress('j', 'a.test'))).toContain('hostname a.test is already used across the cluster')
  })
})

test("a replica is deleted by its replication's ServiceAccount alone", () => {
  const item = {
    group: '',
    version: 'v1',
    kind: 'ConfigMap',
    namespace: 'oil-dev',
    name: 'c',
    status: { created: true },
  }
  const replication = objectOf('GlobalTenantResource', 'rep', {
    status: { serviceAccount: { name: 'default', namespace: 'tools' }, processedItems: [item] },
  })
  const state = world({}, reference('oil'), replication)
  const judge = (name: string): string =>
    verdictOf(ask('/generic/replications', admissionRequest('DELETE', user(name), undefined, configMap), state))
  expect(judge('kubernetes-admin')).toBe('403 resource c is managed by a global capsule replication rep')
  expect(judge('system:serviceaccount:tools:default')).toBe('allowed')
})
