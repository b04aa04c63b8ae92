import {
  type ClusterModel,
  type ClusterState,
  findObject,
  type KubeObject,
  listAt,
  listObjects,
  objectAt,
  type Request,
  type ResourceKey,
  type Step,
  textAt,
  textMap,
  type UserInfo,
} from '@capsule-whatif/model'
import { ownerOf } from '../upgrade/everyday-actions.ts'
import { assignmentTo, tenantsOf } from './metadata-key.ts'

export const tenantsKey: ResourceKey = 'capsule.clastix.io/tenants'
export const namespacesKey: ResourceKey = '/namespaces'
export const podsKey: ResourceKey = '/pods'

type TextMap = Readonly<Record<string, string>>

/** How a Namespace of a Tenant is asked for: by whom, and what its manifest says beside the name. */
export interface NamespaceForm {
  readonly tenant: string
  readonly owner: UserInfo
  readonly metadata: Omit<KubeObject['metadata'], 'name'>
}

export interface Refused {
  readonly refused: string
}

/** A Namespace's manifest after a form. */
export function namespaceOf({ metadata }: NamespaceForm, name: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, ...metadata } }
}

export function creationOfNamespace(form: NamespaceForm, name: string): Request {
  const place = { group: '', version: 'v1', resource: 'namespaces', kind: 'Namespace' }
  return { verb: 'create', ...place, body: namespaceOf(form, name) }
}

/** The name that namespaces made for trying out get. */
export function probeName(tenant: string, number: number | string): string {
  return `${tenant}-whatif-${number}`
}

/**
 * The first way to ask for a Namespace by which it becomes the Tenant's: plainly, with the Tenant's label, with label and
 * owner reference. Labels that are given, and those that the Tenant requires, are in all of them. `refused`: what the last
 * refusal said.
 */
export function namespaceForm(
  model: ClusterModel,
  state: ClusterState,
  tenant: KubeObject,
  labels: TextMap,
): NamespaceForm | Refused {
  const owner = ownerOf(state, tenant)
  if (!owner) return { refused: `Tenant ${tenant.metadata.name} has no owner` }
  let refused = 'the namespace did not become one of the tenant'
  for (const metadata of manifests(state, tenant, labels)) {
    const form = { tenant: tenant.metadata.name, owner, metadata }
    const { response, state: after } = createNamespace(model, state, form, probeName(form.tenant, 0))
    const created = response && response.code < 400 ? (response.body as KubeObject) : undefined
    if (!created) refused = textAt(response?.body, 'message') ?? refused
    else if (after !== state && tenantsOf(created).includes(form.tenant)) return form
  }
  return { refused }
}

export function createNamespace(model: ClusterModel, state: ClusterState, form: NamespaceForm, name: string): Step {
  return model.apply(state, { type: 'request', as: form.owner, request: creationOfNamespace(form, name) })
}

function manifests(state: ClusterState, tenant: KubeObject, given: TextMap): readonly NamespaceForm['metadata'][] {
  const required = requiredMetadata(state, tenant)
  const labels = { ...required.labels, ...given }
  const assigned = assignmentTo(tenant)
  const plain = {
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
    ...(Object.keys(required.annotations).length > 0 ? { annotations: required.annotations } : {}),
  }
  const labelled = { ...plain, labels: { ...labels, ...assigned.labels } }
  return [
    plain,
    labelled,
    { ...labelled, ...(assigned.ownerReferences ? { ownerReferences: assigned.ownerReferences } : {}) },
  ]
}

/** What the Tenant requires of its Namespaces, with the values that one of them has. */
function requiredMetadata(
  state: ClusterState,
  tenant: KubeObject,
): { readonly labels: TextMap; readonly annotations: TextMap } {
  const required = objectAt(tenant, 'spec', 'namespaceOptions', 'requiredMetadata')
  const example = membersOf(state, tenant.metadata.name)[0]
  const taken = (field: 'labels' | 'annotations'): TextMap => {
    const wanted = Object.keys(objectAt(required, field))
    return Object.fromEntries(Object.entries(example?.metadata[field] ?? {}).filter(([key]) => wanted.includes(key)))
  }
  return { labels: taken('labels'), annotations: taken('annotations') }
}

/** The Namespaces that name the Tenant as an owner. */
export function membersOf(state: ClusterState, tenant: string): readonly KubeObject[] {
  return listObjects(state, namespacesKey).filter((namespace) => tenantsOf(namespace).includes(tenant))
}

/** The labels that a Namespace needs for what the Tenant gives to some only: none, and those of each selector. */
export function selectedLabels(tenant: KubeObject): readonly TextMap[] {
  const selected = listAt(tenant, 'spec', 'namespaceOptions', 'additionalMetadataList')
    .map((item) => textMap(objectAt(item, 'namespaceSelector', 'matchLabels')))
    .filter((labels) => Object.keys(labels).length > 0)
  const distinct = new Map([{}, ...selected].map((labels) => [JSON.stringify(labels), labels]))
  return [...distinct.values()]
}

/** Whether some of what the Tenant gives goes by expressions, which no probe tries. */
export function hasSelectorExpressions(tenant: KubeObject): boolean {
  return listAt(tenant, 'spec', 'namespaceOptions', 'additionalMetadataList').some(
    (item) => listAt(item, 'namespaceSelector', 'matchExpressions').length > 0,
  )
}

/** A pod with little in it: it asks for resources, since quotas want that, and its image comes from an allowed registry. */
export function podIn(namespace: string, tenant: KubeObject | undefined, name = 'whatif'): KubeObject {
  const [registry] = listAt(tenant, 'spec', 'containerRegistries', 'allowed')
  const image = `${typeof registry === 'string' ? registry : 'docker.io'}/whatif:1`
  const amounts = { cpu: '1m', memory: '1Mi' }
  const container = { name: 'main', image, resources: { requests: amounts, limits: amounts } }
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace }, spec: { containers: [container] } }
}

export function creationOfPod(pod: KubeObject): Request {
  const { namespace = '' } = pod.metadata
  return { verb: 'create', group: '', version: 'v1', resource: 'pods', kind: 'Pod', namespace, body: pod }
}

export function findTenant(state: ClusterState, name: string): KubeObject | undefined {
  return findObject(state, tenantsKey, undefined, name)
}
