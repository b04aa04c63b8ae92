import type { JsonObject } from '../../src/object/json.ts'
import type { KubeObject, ObjectMeta, OwnerReference } from '../../src/object/kube-object.ts'
import type { Request } from '../../src/request/request.ts'

type Row = readonly [group: string, version: string, resource: string, scope: 'Namespaced' | 'Cluster']

/** The kinds of these tests. Widget, Gadget and Plant are custom; a Plant is cluster-scoped. */
const kinds = {
  ClusterRole: ['rbac.authorization.k8s.io', 'v1', 'clusterroles', 'Cluster'],
  ClusterRoleBinding: ['rbac.authorization.k8s.io', 'v1', 'clusterrolebindings', 'Cluster'],
  ConfigMap: ['', 'v1', 'configmaps', 'Namespaced'],
  ControllerRevision: ['apps', 'v1', 'controllerrevisions', 'Namespaced'],
  CronJob: ['batch', 'v1', 'cronjobs', 'Namespaced'],
  CustomResourceDefinition: ['apiextensions.k8s.io', 'v1', 'customresourcedefinitions', 'Cluster'],
  DaemonSet: ['apps', 'v1', 'daemonsets', 'Namespaced'],
  Deployment: ['apps', 'v1', 'deployments', 'Namespaced'],
  Event: ['', 'v1', 'events', 'Namespaced'],
  Gadget: ['example.com', 'v1', 'gadgets', 'Namespaced'],
  Job: ['batch', 'v1', 'jobs', 'Namespaced'],
  Namespace: ['', 'v1', 'namespaces', 'Cluster'],
  Node: ['', 'v1', 'nodes', 'Cluster'],
  PersistentVolume: ['', 'v1', 'persistentvolumes', 'Cluster'],
  PersistentVolumeClaim: ['', 'v1', 'persistentvolumeclaims', 'Namespaced'],
  Plant: ['example.com', 'v1', 'plants', 'Cluster'],
  Pod: ['', 'v1', 'pods', 'Namespaced'],
  ReplicationController: ['', 'v1', 'replicationcontrollers', 'Namespaced'],
  Role: ['rbac.authorization.k8s.io', 'v1', 'roles', 'Namespaced'],
  RoleBinding: ['rbac.authorization.k8s.io', 'v1', 'rolebindings', 'Namespaced'],
  Secret: ['', 'v1', 'secrets', 'Namespaced'],
  Service: ['', 'v1', 'services', 'Namespaced'],
  ServiceAccount: ['', 'v1', 'serviceaccounts', 'Namespaced'],
  StatefulSet: ['apps', 'v1', 'statefulsets', 'Namespaced'],
  Widget: ['example.com', 'v1', 'widgets', 'Namespaced'],
} as const satisfies Readonly<Record<string, Row>>

export type Kind = keyof typeof kinds

/** The namespace of everything that does not name another. */
export const team = 'team'

export function placeOf(kind: Kind, name?: string, namespace: string = team): Omit<Request, 'verb'> {
  const [group, version, resource, scope] = kinds[kind]
  const scoped = scope === 'Namespaced' ? { namespace } : {}
  return { group, version, resource, kind, ...scoped, ...(name === undefined ? {} : { name }) }
}

/** An object as a client sends it. */
export function make(
  kind: Kind,
  name: string,
  metadata: Partial<ObjectMeta> = {},
  content: JsonObject = {},
): KubeObject {
  const [group, version, , scope] = kinds[kind]
  const apiVersion = group === '' ? version : `${group}/${version}`
  const scoped = scope === 'Namespaced' ? { namespace: team } : {}
  return { apiVersion, kind, metadata: { name, ...scoped, ...metadata }, ...content }
}

/** An object as the API server has stored it: with a uid that tells its kind and name. */
export function stored(
  kind: Kind,
  name: string,
  metadata: Partial<ObjectMeta> = {},
  content: JsonObject = {},
): KubeObject {
  const system = { uid: uidOf(kind, name), resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' }
  return make(kind, name, { ...system, ...metadata }, content)
}

export function uidOf(kind: Kind, name: string): string {
  return `${kind}-${name}`.toLowerCase()
}

/** A reference to a stored object; `more` may make it wrong. */
export function ownedBy(kind: Kind, name: string, more: Partial<OwnerReference> = {}): OwnerReference {
  const { apiVersion } = make(kind, name)
  return { apiVersion, kind, name, uid: uidOf(kind, name), ...more }
}

export function namespace(name: string, metadata: Partial<ObjectMeta> = {}): KubeObject {
  const labels = { 'kubernetes.io/metadata.name': name, ...metadata.labels }
  const content = { spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } }
  return stored('Namespace', name, { ...metadata, labels }, content)
}

const anySchema: JsonObject = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: { size: { type: 'integer', minimum: 0 }, color: { type: 'string', default: 'grey' } },
    },
    status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  },
}

/** The established definition of a custom kind: spec.size and spec.color, and a status of its own. */
export function definition(kind: 'Widget' | 'Gadget' | 'Plant', metadata: Partial<ObjectMeta> = {}): KubeObject {
  const [group, name, plural, scope] = kinds[kind]
  const names = { plural, singular: kind.toLowerCase(), kind, listKind: `${kind}List` }
  const version = {
    name,
    served: true,
    storage: true,
    schema: { openAPIV3Schema: anySchema },
    subresources: { status: {} },
    selectableFields: [{ jsonPath: '.spec.color' }],
  }
  const spec = { group, scope, names, versions: [version], conversion: { strategy: 'None' } }
  const status = { conditions: [condition('NamesAccepted'), condition('Established')], acceptedNames: names }
  const counted = { generation: 1, ...metadata }
  return stored('CustomResourceDefinition', `${plural}.${group}`, counted, {
    spec,
    status: { ...status, storedVersions: [name] },
  })
}

function condition(type: string): JsonObject {
  return { type, status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z', reason: 'Recorded', message: '' }
}
