import type { AdmissionRequest, Operation, WebhookAnswer } from '../../src/apiserver/admission.ts'
import { capsuleHandlers } from '../../src/capsule/webhooks/index.ts'
import type { Json, JsonObject } from '../../src/object/json.ts'
import type { KubeObject, ObjectMeta } from '../../src/object/kube-object.ts'
import type { UserInfo } from '../../src/request/request.ts'
import { type ClusterState, emptyState } from '../../src/state/cluster-state.ts'
import { putObject } from '../../src/state/store.ts'

const resources: Readonly<Record<string, readonly [group: string, version: string, resource: string]>> = {
  CapsuleConfiguration: ['capsule.clastix.io', 'v1beta2', 'capsuleconfigurations'],
  ClusterRole: ['rbac.authorization.k8s.io', 'v1', 'clusterroles'],
  ConfigMap: ['', 'v1', 'configmaps'],
  Custom: ['example.com', 'v1', 'customs'],
  CustomResourceDefinition: ['apiextensions.k8s.io', 'v1', 'customresourcedefinitions'],
  DeviceClass: ['resource.k8s.io', 'v1', 'deviceclasses'],
  Gateway: ['gateway.networking.k8s.io', 'v1', 'gateways'],
  GatewayClass: ['gateway.networking.k8s.io', 'v1', 'gatewayclasses'],
  GlobalTenantResource: ['capsule.clastix.io', 'v1beta2', 'globaltenantresources'],
  GlobalResourceQuota: ['capsule.clastix.io', 'v1beta2', 'globalresourcequotas'],
  HTTPRoute: ['gateway.networking.k8s.io', 'v1', 'httproutes'],
  IngressClass: ['networking.k8s.io', 'v1', 'ingressclasses'],
  Ingress: ['networking.k8s.io', 'v1', 'ingresses'],
  Namespace: ['', 'v1', 'namespaces'],
  Node: ['', 'v1', 'nodes'],
  PersistentVolumeClaim: ['', 'v1', 'persistentvolumeclaims'],
  PersistentVolume: ['', 'v1', 'persistentvolumes'],
  Pod: ['', 'v1', 'pods'],
  PriorityClass: ['scheduling.k8s.io', 'v1', 'priorityclasses'],
  ResourceClaim: ['resource.k8s.io', 'v1', 'resourceclaims'],
  RoleBinding: ['rbac.authorization.k8s.io', 'v1', 'rolebindings'],
  RuleStatus: ['capsule.clastix.io', 'v1beta2', 'rulestatuses'],
  RuntimeClass: ['node.k8s.io', 'v1', 'runtimeclasses'],
  Service: ['', 'v1', 'services'],
  ServiceAccount: ['', 'v1', 'serviceaccounts'],
  StorageClass: ['storage.k8s.io', 'v1', 'storageclasses'],
  QuantityLedger: ['capsule.clastix.io', 'v1beta2', 'quantityledgers'],
  ResourceQuota: ['', 'v1', 'resourcequotas'],
  Tenant: ['capsule.clastix.io', 'v1beta2', 'tenants'],
  TenantResource: ['capsule.clastix.io', 'v1beta2', 'tenantresources'],
  TenantOwner: ['capsule.clastix.io', 'v1beta2', 'tenantowners'],
}

function resourceOf(kind: string): readonly [string, string, string] {
  const found = resources[kind]
  if (!found) throw new Error(`no resource for ${kind}: add it to webhook-world.ts`)
  return found
}

export function objectOf(
  kind: string,
  metadata: string | ObjectMeta,
  rest: { readonly [field: string]: Json | undefined } = {},
): KubeObject {
  const [group, version] = resourceOf(kind)
  return {
    apiVersion: group === '' ? version : `${group}/${version}`,
    kind,
    metadata: typeof metadata === 'string' ? { name: metadata } : metadata,
    ...rest,
  }
}

export function stateOf(...objects: readonly KubeObject[]): ClusterState {
  const definition = objectOf('CustomResourceDefinition', 'tenants.capsule.clastix.io')
  return [definition, ...objects].reduce((state, object) => {
    const [group, , resource] = resourceOf(object.kind)
    return putObject(state, `${group}/${resource}`, object)
  }, emptyState(0))
}

export function configuration(spec: JsonObject = {}): KubeObject {
  const users = [{ kind: 'Group', name: 'projectcapsule.dev' }]
  return objectOf('CapsuleConfiguration', 'default', { spec: { users, nodeMetadata: {}, ...spec }, status: { users } })
}

/** A Tenant with owners in its status, as after the first pass of its controller. */
export function tenant(name: string, owner: string, spec: JsonObject = {}, status: JsonObject = {}): KubeObject {
  const owners = [{ kind: 'User', name: owner, clusterRoles: ['admin'] }]
  return objectOf('Tenant', { name, uid: `uid-${name}` }, { spec: { owners, ...spec }, status: { owners, ...status } })
}

export function user(name: string, ...groups: readonly string[]): UserInfo {
  return { user: name, groups: [...groups, 'system:authenticated'] }
}

export const alice: UserInfo = user('alice', 'projectcapsule.dev')
export const bob: UserInfo = user('bob', 'projectcapsule.dev')
export const root: UserInfo = user('root')
export const clusterAdmin: UserInfo = user('kubernetes-admin', 'system:masters')

export function reference(
  name: string,
  uid: string = `uid-${name}`,
): NonNullable<ObjectMeta['ownerReferences']>[number] {
  return { apiVersion: 'capsule.clastix.io/v1beta2', kind: 'Tenant', name, uid }
}

/** What a request is to webhooks; of a Namespace the namespace is its own name. */
export function admissionRequest(
  operation: Operation,
  caller: UserInfo,
  object: KubeObject | undefined,
  oldObject?: KubeObject,
): AdmissionRequest {
  const about = object ?? oldObject
  if (!about) throw new Error('a request needs an object or an old one')
  const [group, version, resource] = resourceOf(about.kind)
  const isNamespace = about.kind === 'Namespace'
  const namespace = isNamespace ? about.metadata.name : (about.metadata.namespace ?? '')
  return {
    operation,
    type: {
      group,
      version,
      resource,
      kind: about.kind,
      namespaced: !isNamespace && namespace !== '',
      verbs: [],
      custom: false,
    },
    subresource: '',
    name: about.metadata.name,
    namespace,
    user: caller,
    object,
    oldObject,
    dryRun: false,
  }
}

export function ask(path: string, request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  const handler = capsuleHandlers[path]
  if (!handler) throw new Error(`nothing serves ${path}`)
  return handler(request, state)
}

export interface Admitted {
  readonly verdict: string
  readonly object: KubeObject | undefined
}

/** Sends a Namespace through both of its webhooks: `allowed` or `<code> <message>`, and the object as admitted. */
export function admitNamespace(request: AdmissionRequest, state: ClusterState): Admitted {
  const mutated = ask('/namespaces/mutating', request, state)
  if (!mutated.allowed) return { verdict: `${mutated.code} ${mutated.message}`, object: undefined }
  const object = mutated.object ?? request.object
  const validated = ask('/namespaces/validating', { ...request, object }, state)
  return validated.allowed
    ? { verdict: 'allowed', object }
    : { verdict: `${validated.code} ${validated.message}`, object: undefined }
}

/** The verdict of one webhook in a word: `allowed`, or `<code> <message>`. */
export function verdictOf(answer: WebhookAnswer): string {
  return answer.allowed ? 'allowed' : `${answer.code} ${answer.message}`
}
