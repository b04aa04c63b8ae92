import { configMap, namespace, object, secret, tenant } from '@capsule-whatif/fixtures'
import { type Action, type ClusterState, findObject, type JsonObject, type KubeObject } from '@capsule-whatif/model'
import {
  anyMoment,
  asAdmin,
  deletion,
  promptly,
  type SmallWorld,
  storedObject,
  withOperator,
  withStored,
} from './small-world.ts'

const stop = { type: 'process', process: 'capsule', running: false } as const
const start = { type: 'process', process: 'capsule', running: true } as const
const stopManager = { type: 'process', process: 'kube-controller-manager', running: false } as const
const startManager = { type: 'process', process: 'kube-controller-manager', running: true } as const

const oil = tenant('oil', { owners: ['alice'] })
const gas = tenant('gas', { owners: ['bob'] })
const policies = { items: [{ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }] }
const limits = { items: [{ limits: [{ type: 'Container', default: { cpu: '200m' } }] }] }
const oilWithLimits = tenant('oil', { owners: ['alice'], spec: { limitRanges: limits } })
const gasWithPolicies = tenant('gas', { owners: ['bob'], spec: { networkPolicies: policies } })
const oilDev = namespace('oil-dev', { tenant: 'oil' })
const gasDev = namespace('gas-dev', { tenant: 'gas' })

const definition: KubeObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'tenants.capsule.clastix.io' },
}

const top = storedObject(configMap('top', { namespace: 'graph' }))
const middle = storedObject(configMap('middle', { namespace: 'graph' }), [top])
const bottom = storedObject(secret('bottom', { namespace: 'graph' }), [middle])
const other = storedObject(secret('other', { namespace: 'graph' }), [top])
const graph = (): readonly KubeObject[] => withStored([top, middle, bottom, other])

const quota = object('v1', 'ResourceQuota', 'few', { namespace: 'graph' }, { spec: { hard: { configmaps: '2' } } })
const creationOfMap = (name: string) =>
  asAdmin({
    verb: 'create',
    group: '',
    version: 'v1',
    resource: 'configmaps',
    kind: 'ConfigMap',
    namespace: 'graph',
    body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'graph' } },
  })

export const smallWorlds: readonly SmallWorld[] = [
  {
    name: 'the namespace of a tenant is deleted',
    objects: () => withOperator([oil, oilDev]),
    script: [promptly(deletion(oilDev))],
    expected: { all: [14, 18], reduced: [10, 9], delays: [10, 19, 31], classes: ['200; gone: Namespace oil-dev'] },
  },
  {
    name: 'two tenants without namespaces are deleted at once',
    objects: () => withOperator([oil, gas]),
    script: [promptly(deletion(oil)), anyMoment(deletion(gas))],
    expected: {
      all: [42, 87],
      reduced: [20, 26],
      delays: [17, 56, 125],
      classes: ['200 200; gone: Tenant gas, Tenant oil'],
    },
  },
  {
    name: 'two tenants with a namespace each are deleted at once',
    objects: () => withOperator([oil, gas, oilDev, gasDev]),
    script: [promptly(deletion(oil)), promptly(deletion(gas))],
    expected: {
      all: [882, 3676],
      reduced: [810, 2965],
      delays: [29, 165, 709],
      classes: ['200 200; gone: Namespace gas-dev, Namespace oil-dev, Tenant gas, Tenant oil'],
    },
  },
  {
    name: 'the definition of tenants is deleted with the operator at work',
    objects: () => withOperator([oil]),
    script: [promptly(deletion(definition))],
    expected: {
      all: [40, 88],
      reduced: [18, 22],
      delays: [14, 38, 84],
      classes: ['200; gone: CustomResourceDefinition tenants.capsule.clastix.io, Tenant oil'],
    },
  },
  {
    name: 'the definition of tenants is deleted while the operator is down',
    objects: () => withOperator([oil, oilDev]),
    script: [promptly(stop), promptly(deletion(definition))],
    expected: {
      all: [8, 7],
      reduced: [8, 7],
      delays: [8, 8, 8],
      classes: ['- 200; terminating: CustomResourceDefinition tenants.capsule.clastix.io, Tenant oil'],
    },
  },
  {
    name: 'the definition of tenants is deleted, and the operator goes down and comes back meanwhile',
    objects: () => withOperator([oil]),
    script: [promptly(deletion(definition)), anyMoment(stop), anyMoment(start)],
    expected: {
      all: [2086, 6887],
      reduced: [1215, 3112],
      delays: [343, 1370, 4114],
      classes: ['200 - -; gone: CustomResourceDefinition tenants.capsule.clastix.io, Tenant oil'],
    },
  },
  {
    name: 'a namespace is given away while its tenant is deleted',
    objects: () => withOperator([oil, gas, oilDev]),
    script: [
      promptly(deletion(oil)),
      anyMoment(patchOf('oil-dev', { labels: { 'capsule.clastix.io/tenant': 'gas' } })),
    ],
    expected: {
      all: [303, 712],
      reduced: [267, 521],
      delays: [100, 265, 584],
      classes: [
        '200 403; gone: Namespace oil-dev, Tenant oil',
        '200 404; gone: Namespace oil-dev, Tenant oil',
        '200 500; gone: Namespace oil-dev, Tenant oil',
      ],
    },
  },
  {
    name: 'a tenant is deleted, and what it owns is to be left',
    objects: () => withOperator([oil, oilDev]),
    script: [promptly(deletion(oil, 'Orphan'))],
    expected: {
      all: [58, 124],
      reduced: [56, 105],
      delays: [20, 68, 184],
      classes: ['200; gone: Namespace oil-dev, Tenant oil'],
    },
  },
  {
    name: 'a quota is made, and objects that it counts at once',
    objects: () => withStored([top]),
    script: [
      promptly(asAdmin({ ...placeOfQuota(), verb: 'create', body: quota })),
      anyMoment(creationOfMap('one')),
      anyMoment(creationOfMap('two')),
    ],
    expected: {
      all: [15, 15],
      reduced: [15, 15],
      delays: [15, 15, 15],
      classes: [
        '201 201 201; made: ConfigMap graph/one, ConfigMap graph/two, ResourceQuota graph/few',
        '201 201 403; made: ConfigMap graph/one, ResourceQuota graph/few',
      ],
    },
  },
  {
    name: 'one owner is deleted in the foreground, what it owns with orphans left, at once',
    objects: graph,
    script: [promptly(deletion(top, 'Foreground')), anyMoment(deletion(middle, 'Orphan'))],
    expected: {
      all: [83, 199],
      reduced: [83, 199],
      delays: [31, 111, 292],
      classes: [
        '200 200; gone: ConfigMap graph/middle, ConfigMap graph/top, Secret graph/bottom, Secret graph/other',
        '200 200; gone: ConfigMap graph/middle, ConfigMap graph/top, Secret graph/other',
        '200 404; gone: ConfigMap graph/middle, ConfigMap graph/top, Secret graph/bottom, Secret graph/other',
      ],
    },
  },
  {
    name: 'the controller manager restarts during a cascade',
    objects: graph,
    script: [promptly(deletion(top)), anyMoment(stopManager), anyMoment(startManager)],
    expected: {
      all: [2710, 10789],
      reduced: [568, 1619],
      delays: [86, 490, 1953],
      classes: [
        '200 - -; gone: ConfigMap graph/middle, ConfigMap graph/top, Secret graph/bottom, Secret graph/other; made: ConfigMap graph/kube-root-ca.crt, ServiceAccount graph/default',
      ],
    },
  },
  {
    name: 'two tenants fight for a namespace',
    capsule: '0.7',
    objects: () => withOperator([oilWithLimits, gasWithPolicies, oilDev], '0.7'),
    script: [{ ...promptly(patchOf('oil-dev', {})), prepare: (_, state) => [ownedByBoth(state)] }],
    expected: {
      all: [21, 31],
      reduced: [21, 31],
      delays: [16, 31, 46],
      rounds: 1,
      classes: [
        '200',
        '200; gone: LimitRange oil-dev/capsule-oil-0, RoleBinding oil-dev/capsule-oil-0-admin, RoleBinding oil-dev/capsule-oil-1-capsule-namespace-deleter; made: NetworkPolicy oil-dev/capsule-gas-0, RoleBinding oil-dev/capsule-gas-0-admin, RoleBinding oil-dev/capsule-gas-1-capsule-namespace-deleter',
      ],
    },
  },
]

/** The Namespace with both tenants for its owners. */
function ownedByBoth(state: ClusterState): Action {
  const ownerReferences = ['oil', 'gas'].map((name) => {
    const uid = findObject(state, 'capsule.clastix.io/tenants', undefined, name)?.metadata.uid ?? ''
    return { apiVersion: 'capsule.clastix.io/v1beta2', kind: 'Tenant', name, uid }
  })
  return patchOf('oil-dev', { ownerReferences })
}

function patchOf(name: string, metadata: JsonObject): Action {
  const place = { group: '', version: 'v1', resource: 'namespaces', kind: 'Namespace', name }
  return asAdmin({ ...place, verb: 'patch', patchType: 'merge', body: { metadata } })
}

function placeOfQuota() {
  return { group: '', version: 'v1', resource: 'resourcequotas', kind: 'ResourceQuota', namespace: 'graph' }
}
