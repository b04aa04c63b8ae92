import type { AdmissionChain } from '../../src/apiserver/admission.ts'
import { stateFromObjects } from '../../src/apiserver/state-from-objects.ts'
import { replicationControllers } from '../../src/capsule/controllers/replication/index.ts'
import {
  asReplication,
  type Replication,
  type ReplicationSpec,
} from '../../src/capsule/controllers/replication/replication.ts'
import type { Json, JsonObject } from '../../src/object/json.ts'
import type { KubeObject, ObjectMeta } from '../../src/object/kube-object.ts'
import type { Request, Response, UserInfo } from '../../src/request/request.ts'
import type { ClusterState } from '../../src/state/cluster-state.ts'
import { findObject } from '../../src/state/store.ts'
import { clusterModel } from '../../src/step/cluster-model.ts'
import { nextItem } from '../../src/step/work-queue.ts'

const admin: UserInfo = { user: 'admin', groups: ['system:masters'] }
const openAdmission: AdmissionChain = {
  mutate: ({ object }) => ({ object, warnings: [] }),
  validate: ({ object }) => ({ object, warnings: [] }),
}
const model = clusterModel(openAdmission, replicationControllers)

const capsuleGroup = 'capsule.clastix.io'
const resources: Readonly<Record<string, readonly [group: string, version: string, resource: string]>> = {
  ConfigMap: ['', 'v1', 'configmaps'],
  GlobalTenantResource: [capsuleGroup, 'v1beta2', 'globaltenantresources'],
  Namespace: ['', 'v1', 'namespaces'],
  Secret: ['', 'v1', 'secrets'],
  Tenant: [capsuleGroup, 'v1beta2', 'tenants'],
  TenantResource: [capsuleGroup, 'v1beta2', 'tenantresources'],
}

function definition(plural: string, kind: string, scope: 'Cluster' | 'Namespaced'): KubeObject {
  const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec: open, status: open } } }
  const version = { name: 'v1beta2', served: true, storage: true, schema, subresources: { status: {} } }
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${capsuleGroup}` },
    spec: { group: capsuleGroup, scope, names: { plural, kind }, versions: [version] },
    status: { conditions: ['Established', 'NamesAccepted'].map((type) => ({ type, status: 'True' })) },
  }
}

const operatorMayAll: readonly KubeObject[] = [
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'all' },
    rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'operator' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'all' },
    subjects: [{ kind: 'ServiceAccount', name: 'capsule', namespace: 'capsule-system' }],
  },
]

const definitions: readonly KubeObject[] = [
  definition('tenants', 'Tenant', 'Cluster'),
  definition('tenantresources', 'TenantResource', 'Namespaced'),
  definition('globaltenantresources', 'GlobalTenantResource', 'Cluster'),
]

export function namespace(name: string, labels: Readonly<Record<string, string>> = {}, tenant = 'oil'): KubeObject {
  const owner = { apiVersion: `${capsuleGroup}/v1beta2`, kind: 'Tenant', name: tenant, uid: `uid-${tenant}` }
  const own = { 'kubernetes.io/metadata.name': name, 'capsule.clastix.io/tenant': tenant, ...labels }
  const metadata = { name, uid: `uid-${name}`, labels: own, ownerReferences: [owner] }
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata,
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  }
}

function tenant(name: string, namespaces: readonly string[]): KubeObject {
  const metadata = { name, uid: `uid-${name}`, generation: 1, resourceVersion: '1' }
  return { apiVersion: `${capsuleGroup}/v1beta2`, kind: 'Tenant', metadata, spec: {}, status: { namespaces } }
}

export function make(kind: string, metadata: ObjectMeta, content: JsonObject = {}): KubeObject {
  const [group, version] = resources[kind] ?? []
  return { apiVersion: group ? `${group}/${version}` : `${version}`, kind, metadata, ...content }
}

export interface World {
  state: ClusterState
  send(request: Partial<Request> & Pick<Request, 'verb'>, kind: string, place: Place): Response
  /** until nothing is due for some seconds; resyncs are not waited for */
  settle(): void
  get(kind: string, place: Place): KubeObject | undefined
  replicate(kind: 'TenantResource' | 'GlobalTenantResource', place: Place, spec: ReplicationSpec): void
  change(kind: string, place: Place, patch: Json): void
  replication(kind: string, place: Place): Replication
}

export type Place = readonly [namespace: string, name: string]

/** Tenant oil with namespaces dev and prod, the operator's controllers of replications, and an admission that lets everything pass. */
export function world(...objects: readonly KubeObject[]): World {
  const own = [namespace('dev'), namespace('prod', { env: 'prod' }), tenant('oil', ['dev', 'prod'])]
  const all = [...definitions, ...operatorMayAll, ...own, ...objects]
  const { state } = stateFromObjects(all, Date.parse('2026-01-01T00:00:00Z'))
  const made: World = {
    state: model.start(state),
    send(request, kind, [scope, name]) {
      const [group = '', version = '', resource = ''] = resources[kind] ?? []
      const place = scope === '' ? { name } : { namespace: scope, name }
      const sent = { group, version, resource, kind, ...place, ...request }
      const step = model.apply(made.state, { type: 'request', as: admin, request: sent })
      made.state = step.state
      return step.response ?? { code: 0, body: {} }
    },
    settle() {
      const end = made.state.clock + 10_000
      for (let item = nextItem(made.state); item && item.dueAt < end; item = nextItem(made.state))
        made.state = model.apply(made.state, { type: 'work', controller: item.controller, key: item.key }).state
      made.state = model.apply(made.state, { type: 'wait', until: end }).state
    },
    get(kind, [scope, name]) {
      const [group = '', , resource = ''] = resources[kind] ?? []
      return findObject(made.state, `${group}/${resource}`, scope, name)
    },
    replicate(kind, place, spec) {
      const [scope, name] = place
      const metadata = scope === '' ? { name } : { namespace: scope, name }
      const body = make(kind, metadata, { spec: { resyncPeriod: '60s', ...spec } as unknown as Json })
      made.send({ verb: 'create', body }, kind, place)
      made.settle()
    },
    change(kind, place, patch) {
      made.send({ verb: 'patch', patchType: 'merge', body: patch }, kind, place)
      made.settle()
    },
    replication(kind, place) {
      const found = made.get(kind, place)
      if (!found) throw new Error(`no ${kind} ${place.join('/')}`)
      return asReplication(found)
    },
  }
  return made
}

export function configMap(name: string, data: JsonObject = { from: 'template' }): JsonObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data }
}

export function readyMessage({ status }: Replication): string | undefined {
  return status?.conditions?.find(({ type }) => type === 'Ready')?.message
}
