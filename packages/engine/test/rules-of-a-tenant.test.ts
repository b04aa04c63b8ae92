import { readFileSync } from 'node:fs'
import type { JsonObject, KubeObject, UserInfo } from '@capsule-whatif/model'
import { loadSnapshot, type PredictedAction, predict, predictionText } from 'capsule-whatif'
import { describe, expect, it } from 'vitest'

const cluster = new URL('../../fixtures/clusters/two-tenants.json', import.meta.url)
const snapshot = loadSnapshot([{ name: 'two-tenants.json', text: readFileSync(cluster, 'utf8') }])
const admin: UserInfo = { user: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] }
const bob: UserInfo = { user: 'bob', groups: ['projectcapsule.dev', 'system:authenticated'] }

function patchTenant(body: JsonObject): PredictedAction {
  const place = { group: 'capsule.clastix.io', version: 'v1beta2', resource: 'tenants', kind: 'Tenant', name: 'gas' }
  return {
    text: 'patch tenant gas',
    actions: [{ type: 'request', request: { verb: 'patch', ...place, patchType: 'merge', body } }],
    user: admin,
  }
}

function create(
  user: UserInfo,
  kind: string,
  resource: string,
  metadata: JsonObject,
  rest: JsonObject = {},
): PredictedAction {
  const body = { apiVersion: 'v1', kind, metadata, ...rest } as JsonObject
  const request = { verb: 'create', group: '', version: 'v1', resource, kind, namespace: 'gas-dev', body } as const
  return { text: `create ${resource}`, actions: [{ type: 'request', request }], user }
}

const rules = (...bodies: readonly JsonObject[]): PredictedAction =>
  patchTenant({ spec: { rules: bodies.map((enforce) => ({ enforce })) } })
const pod = (name: string, spec: JsonObject): PredictedAction => create(bob, 'Pod', 'pods', { name }, { spec })

function stored(actions: readonly PredictedAction[]) {
  const answer = predict(snapshot.objects, actions)
  return { answer, codes: answer.actions.map(({ code }) => code) }
}

describe('rules of a Tenant', () => {
  it('are published, then refuse, fill and note', () => {
    const resources = {
      requests: { cpu: { policy: 'Default', value: '100m' } },
      limits: { cpu: { policy: 'Ratio', value: '2' } },
    }
    const { answer, codes } = stored([
      rules(
        { action: 'allow', workloads: { registries: [{ exp: '^harbor/' }], resources } },
        { action: 'audit', workloads: { schedulers: [{ exact: ['default-scheduler'] }] } },
      ),
      pod('foreign', { containers: [{ name: 'c', image: 'nginx' }] }),
      pod('own', { containers: [{ name: 'c', image: 'harbor/nginx' }] }),
    ])
    expect(codes).toEqual([200, 403, 201])
    expect(answer.actions[2]?.body).toMatchObject({
      spec: { containers: [{ resources: { requests: { cpu: '100m' }, limits: { cpu: '200m' } } }] },
    })
    expect(answer.audits).toContainEqual({
      user: 'bob',
      kind: 'Pod',
      namespace: 'gas-dev',
      name: 'own',
      message:
        'scheduler "default-scheduler" at spec.schedulerName matched audit namespace rule: matched audit rule exact: default-scheduler',
    })
    expect(predictionText(answer)).toContain('Noted by rules that audit, in Events:\n  bob: Pod gas-dev/foreign\n')
  })

  it('manage metadata of what is there, up to the first object that they refuse', () => {
    const configMaps = { apiGroups: ['v1'], kinds: ['ConfigMap'] }
    const place = { group: '', version: 'v1', resource: 'configmaps', kind: 'ConfigMap', namespace: 'gas-dev' }
    const get = { verb: 'get', ...place, name: 'a-settings' } as const
    const { answer } = stored([
      create(bob, 'ConfigMap', 'configmaps', { name: 'a-settings', labels: { tier: 'a' } }),
      rules({
        action: 'allow',
        metadata: [{ ...configMaps, labels: { team: { managed: 'gas' }, tier: { required: true } } }],
      }),
      { text: 'get a-settings', actions: [{ type: 'request', request: get }], user: admin },
    ])
    expect(answer.actions[2]?.body).toMatchObject({ metadata: { labels: { team: 'gas', tier: 'a' } } })
    expect(answer.struggles).toEqual([
      expect.objectContaining({ request: 'patch configmaps gas-dev/kube-root-ca.crt' }),
    ])
  })
})

describe('a promoted ServiceAccount', () => {
  const configuration: PredictedAction = {
    text: 'allow promotion',
    actions: [
      {
        type: 'request',
        request: {
          verb: 'patch',
          group: 'capsule.clastix.io',
          version: 'v1beta2',
          resource: 'capsuleconfigurations',
          kind: 'CapsuleConfiguration',
          name: 'default',
          patchType: 'merge',
          body: { spec: { allowServiceAccountPromotion: true } },
        },
      },
    ],
    user: admin,
  }
  const account = (label: string) =>
    create(bob, 'ServiceAccount', 'serviceaccounts', { name: 'robot', labels: { [label]: 'true' } })
  const remove: PredictedAction = {
    text: 'delete the ServiceAccount',
    actions: [
      {
        type: 'request',
        request: {
          verb: 'delete',
          group: '',
          version: 'v1',
          resource: 'serviceaccounts',
          kind: 'ServiceAccount',
          namespace: 'gas-dev',
          name: 'robot',
        },
      },
    ],
    user: admin,
  }
  const robot: UserInfo = {
    user: 'system:serviceaccount:gas-dev:robot',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:gas-dev', 'system:authenticated'],
  }
  const namespace: PredictedAction = {
    text: 'create a namespace',
    actions: [
      {
        type: 'request',
        request: {
          verb: 'create',
          group: '',
          version: 'v1',
          resource: 'namespaces',
          kind: 'Namespace',
          body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'gas-robot' } },
        },
      },
    ],
    user: robot,
  }

  it('is an owner once configuration and Tenant allow it', () => {
    const label = account('owner.projectcapsule.dev/promote')
    const allow = patchTenant({ spec: { permissions: { allowOwnerPromotion: true } } })
    expect(stored([label, configuration, label, allow, label, namespace]).codes).toEqual([403, 200, 403, 200, 201, 201])
  })

  it('by a rule keeps its RoleBinding when it is deleted, until something else starts a pass', () => {
    const promoting = patchTenant({ spec: { rules: [{ permissions: { promotions: [{ clusterRoles: ['view'] }] } }] } })
    const bindings = (...more: readonly PredictedAction[]): readonly string[] =>
      stored([configuration, promoting, account('projectcapsule.dev/promote'), ...more])
        .answer.effects.filter(({ kind, outcome }) => kind === 'RoleBinding' && outcome === 'created')
        .map(({ name }) => name)
    expect(bindings(remove)).toHaveLength(1)
    expect(bindings(remove, patchTenant({ spec: { cordoned: true } }))).toHaveLength(0)
  })
})

const widgets = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com', uid: 'w', creationTimestamp: '2026-01-01T00:00:00Z' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { kind: 'Widget', plural: 'widgets', singular: 'widget', listKind: 'WidgetList' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
    conversion: { strategy: 'None' },
  },
  status: {
    acceptedNames: { kind: 'Widget', plural: 'widgets', singular: 'widget', listKind: 'WidgetList' },
    storedVersions: ['v1'],
    conditions: ['NamesAccepted', 'Established'].map((type) => ({
      type,
      status: 'True',
      reason: 'Accepted',
      message: '',
      lastTransitionTime: '2026-01-01T00:00:00Z',
    })),
  },
} as KubeObject

it('a Tenant has no more custom resources than its annotation says', () => {
  const limit = { 'quota.resources.capsule.clastix.io/widgets.example.com_v1': '1' }
  const widget = (name: string): PredictedAction => {
    const body = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name } }
    const place = { group: 'example.com', version: 'v1', resource: 'widgets', kind: 'Widget', namespace: 'gas-dev' }
    return { text: name, actions: [{ type: 'request', request: { verb: 'create', ...place, body } }], user: admin }
  }
  const answer = predict(
    [...snapshot.objects, widgets],
    [patchTenant({ metadata: { annotations: limit } }), widget('a'), widget('b')],
  )
  expect(answer.actions.map(({ code }) => code)).toEqual([200, 201, 500])
  expect(answer.refusals[0]?.message).toContain('resource widgets.example.com_v1 has reached quota limit of 1 items')
})
