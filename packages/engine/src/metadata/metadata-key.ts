import { type KubeObject, labelsOf, listAt, textAt } from '@capsule-whatif/model'

/** A label or annotation that a Tenant's namespaces or pods get. */
export interface MetadataKey {
  readonly on: 'Namespace' | 'Pod'
  readonly field: 'labels' | 'annotations'
  readonly key: string
  /** in it `{{namespace}}` stands for the namespace's name */
  readonly value: string
}

const fields = ['labels', 'annotations'] as const

/** Where a value holds the name of its namespace. */
export const namespaceTemplate = '{{namespace}}'

/** What an object has in labels and annotations that another, usually the one that was asked for, has not. */
export function keysBeyond(object: KubeObject, asked: KubeObject, namespace: string): readonly MetadataKey[] {
  const on = object.kind === 'Pod' ? 'Pod' : 'Namespace'
  return fields.flatMap((field) =>
    Object.entries(object.metadata[field] ?? {})
      .filter(([key, value]) => asked.metadata[field]?.[key] !== value)
      .map(([key, value]) => ({ on, field, key, value: value.replaceAll(namespace, namespaceTemplate) })),
  )
}

/** Whether an object that is, or lies in, the namespace has the key with its value. */
export function hasKey(object: KubeObject, { field, key, value }: MetadataKey, namespace: string): boolean {
  return object.metadata[field]?.[key] === value.replaceAll(namespaceTemplate, namespace)
}

/** `label team=oil` of a namespace, `pod annotation cost=4`. */
export function keyText({ on, field, key, value }: MetadataKey): string {
  const sort = field === 'labels' ? 'label' : 'annotation'
  return `${on === 'Pod' ? 'pod ' : ''}${sort} ${key}=${value}`
}

/** The label that the API server itself gives every Namespace. */
export const apiServersLabel = 'kubernetes.io/metadata.name'

const tenantLabel = 'capsule.clastix.io/tenant'

/** The names of the Tenants that a Namespace names as owners. */
export function tenantsOf(namespace: KubeObject): readonly string[] {
  return listAt(namespace, 'metadata', 'ownerReferences')
    .filter((owner) => textAt(owner, 'kind') === 'Tenant')
    .map((owner) => textAt(owner, 'name') ?? '')
}

/** Labels and owner reference by which a manifest itself says whose its Namespace is. */
export function assignmentTo({
  apiVersion,
  metadata,
}: KubeObject): Pick<KubeObject['metadata'], 'labels' | 'ownerReferences'> {
  const { name, uid = '' } = metadata
  return { labels: { [tenantLabel]: name }, ownerReferences: [{ apiVersion, kind: 'Tenant', name, uid }] }
}

/** Whether an object has all of these labels. */
export function isLabelled(object: KubeObject, labels: Readonly<Record<string, string>>): boolean {
  const own = labelsOf(object)
  return Object.entries(labels).every(([key, value]) => own[key] === value)
}
