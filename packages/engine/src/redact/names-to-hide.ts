import {
  builtinResources,
  type Json,
  type KubeObject,
  labelsOf,
  listAt,
  objectAt,
  parseApiVersion,
  textAt,
} from '@capsule-whatif/model'

/** Which names of a cluster are its own business, and which are known to everybody. */
export interface ClusterNames {
  readonly hidden: ReadonlySet<string>
  /** names of Kubernetes, of Capsule and of definitions: they mean something, and stay */
  readonly known: ReadonlySet<string>
}

/** What everybody calls so; words like `pods` stay even where something is named so. */
const knownAlways: readonly string[] = [
  ...builtinResources.flatMap(({ resource, kind }) => [resource, kind.toLowerCase()]),
  'default',
  'kubernetes',
  'kubernetes-admin',
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'kube-root-ca.crt',
  'capsule-system',
  'capsule',
  'capsule:managed',
  'cluster-admin',
  'admin',
  'edit',
  'view',
  'system-cluster-critical',
  'system-node-critical',
  'projectcapsule.dev',
  'clastix.io',
  'kubernetes.io',
  'k8s.io',
  'x-k8s.io',
]

/** Kinds whose names are those of their definitions, or that the operator looks for by name. */
const kindsKept: ReadonlySet<string> = new Set([
  'CustomResourceDefinition',
  'APIService',
  'CapsuleConfiguration',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
])

/** The names of objects, users and groups, of those that are told apart by name. */
export function clusterNames(objects: readonly KubeObject[]): ClusterNames {
  const known = new Set([...knownAlways, ...objects.flatMap(groupsDefined)])
  for (const object of objects) if (isKnown(object)) known.add(object.metadata.name)
  for (const webhook of objects.flatMap((object) => listAt(object, 'webhooks')))
    known.add(textAt(webhook, 'name') ?? '')
  known.delete('')
  const all = objects.filter((object) => !isKnown(object)).flatMap(namesOf)
  return { hidden: new Set(all.filter((name) => !known.has(name) && !name.startsWith('system:'))), known }
}

function groupsDefined(object: KubeObject): readonly string[] {
  const group = object.kind === 'CustomResourceDefinition' ? textAt(object, 'spec', 'group') : undefined
  return [parseApiVersion(object.apiVersion).group, group ?? ''].filter((each) => each.includes('.'))
}

function isKnown({ kind, metadata, ...object }: KubeObject): boolean {
  if (kindsKept.has(kind) || isSystemNamespace(kind === 'Namespace' ? metadata.name : metadata.namespace)) return true
  if (metadata.name.startsWith('system:') || /^capsule[-:]/.test(metadata.name)) return !isGenerated(metadata.name)
  const labels = labelsOf({ kind, metadata, ...object } as KubeObject)
  return labels['kubernetes.io/bootstrapping'] !== undefined || labels['app.kubernetes.io/name'] === 'capsule'
}

/** What Capsule makes for a tenant may have the tenant's name in its own. */
function isGenerated(name: string): boolean {
  return /^capsule(?:-.*-\d+|:managed:.*)/.test(name)
}

function isSystemNamespace(name: string | undefined): boolean {
  return name !== undefined && (name.startsWith('kube-') || name === 'default' || name === 'capsule-system')
}

function namesOf(object: KubeObject): readonly string[] {
  const { name, namespace } = object.metadata
  const people = [
    ...listAt(object, 'subjects'),
    ...listAt(object, 'spec', 'owners'),
    ...listAt(object, 'spec', 'users'),
    ...listAt(object, 'spec', 'administrators'),
    ...listAt(object, 'spec', 'additionalRoleBindings').flatMap((binding) => listAt(binding, 'subjects')),
  ].flatMap((person: Json) => [textAt(person, 'name') ?? '', textAt(person, 'namespace') ?? ''])
  const tenantOwner = object.kind === 'TenantOwner' ? [textAt(objectAt(object, 'spec'), 'name') ?? ''] : []
  return [name, namespace ?? '', ...people, ...tenantOwner].filter((each) => each !== '')
}
