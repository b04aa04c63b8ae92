import { type ClusterState, type KubeObject, listObjects, listResources, type Request } from '@capsule-whatif/model'
import { defaultUser } from '../../action/impersonated-user.ts'
import type { GivenAction } from '../asking/parameter-types.ts'
import { type ProtectedPlace, tenantDefinition } from './protections-list.ts'

/** Something that somebody does and that can cost a tenant its namespaces. */
export interface DestructiveAction {
  readonly name: string
  /** what is sent, on the cluster as the protection left it; nothing where it makes no sense there */
  readonly actions: (place: ProtectedPlace) => readonly GivenAction[]
}

/** Everything that people do to a cluster with Capsule and regret. */
export const destructiveActions: readonly DestructiveAction[] = [
  { name: 'delete the Tenant', actions: ({ tenant }) => [`delete tenant ${tenant.metadata.name}`] },
  {
    name: 'delete the Tenant, --cascade=orphan',
    actions: ({ tenant }) => [`delete tenant ${tenant.metadata.name} --cascade=orphan`],
  },
  {
    name: 'delete a Namespace',
    actions: ({ namespaces }) => namespaces.slice(0, 1).map((name) => `delete namespace ${name}`),
  },
  { name: 'delete the definition of Tenant', actions: () => [`delete crd ${tenantDefinition}`] },
  {
    name: 'delete the definition while the operator is down; it returns',
    actions: () => ['operator stop', `delete crd ${tenantDefinition}`, 'operator start'],
  },
  {
    name: 'delete the webhook configurations, then the Tenant',
    actions: ({ state, tenant }) => [...webhookDeletions(state), `delete tenant ${tenant.metadata.name}`],
  },
  {
    name: 'helm uninstall, the operator ends first',
    actions: ({ state }) => ['operator stop', ...helmDeletions(state)],
  },
  {
    name: 'helm uninstall, the operator ends last',
    actions: ({ state }) => [...helmDeletions(state), 'operator stop'],
  },
]

const webhookResources = ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'] as const
const ofCapsule = /(^|\.)(projectcapsule\.dev|capsule\.clastix\.io)$/

/** Deletes the webhook configurations of Capsule; their names can be chosen, those of their webhooks cannot. */
export function webhookDeletions(state: ClusterState): readonly GivenAction[] {
  return webhookResources.flatMap((resource) =>
    listObjects(state, `admissionregistration.k8s.io/${resource}`)
      .filter(isOfCapsule)
      .map(({ metadata }) => `delete ${resource} ${metadata.name}`),
  )
}

function isOfCapsule({ webhooks }: KubeObject): boolean {
  return Array.isArray(webhooks) && webhooks.some(({ name }: { readonly name?: string }) => ofCapsule.test(name ?? ''))
}

/**
 * What `helm uninstall` of Capsule's chart deletes: what Helm manages of the release, in Helm's order, all but what says
 * `helm.sh/resource-policy: keep` and the objects of hooks. Hooks are not run here.
 * [helm pkg/action/uninstall.go, pkg/releaseutil/kind_sorter.go UninstallOrder]
 */
export function helmDeletions(state: ClusterState): readonly GivenAction[] {
  return listResources(state)
    .flatMap((resource) =>
      listObjects(state, resource)
        .filter(isOfRelease)
        .map((object) => ({ resource, object })),
    )
    .toSorted((a, b) => uninstallRank(a.object.kind) - uninstallRank(b.object.kind))
    .map(({ resource, object }) => deletionOf(resource, object))
}

function isOfRelease({ metadata: { labels = {}, annotations = {} } }: KubeObject): boolean {
  return (
    labels['app.kubernetes.io/managed-by'] === 'Helm' &&
    (labels['helm.sh/chart'] ?? '').startsWith('capsule-') &&
    annotations['helm.sh/hook'] === undefined &&
    annotations['helm.sh/resource-policy'] !== 'keep'
  )
}

/** Helm's order of uninstalling, as far as charts of Capsule need it; kinds that it does not know come last. */
const uninstallOrder: readonly string[] = [
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
  'Service',
  'Job',
  'Deployment',
  'DaemonSet',
  'RoleBinding',
  'Role',
  'ClusterRoleBinding',
  'ClusterRole',
  'CustomResourceDefinition',
  'ConfigMap',
  'Secret',
  'ServiceAccount',
]

function uninstallRank(kind: string): number {
  const index = uninstallOrder.indexOf(kind)
  return index < 0 ? uninstallOrder.length : index
}

function deletionOf(resource: string, { apiVersion, kind, metadata }: KubeObject): GivenAction {
  const [group = '', plural = ''] = resource.split('/')
  const version = apiVersion.split('/').at(-1) ?? 'v1'
  const { namespace, name } = metadata
  const request: Request = {
    verb: 'delete',
    group,
    version,
    resource: plural,
    kind,
    ...(namespace === undefined ? {} : { namespace }),
    name,
    body: { propagationPolicy: 'Background' },
  }
  return { text: `delete ${plural} ${name}`, actions: [{ type: 'request', request }], user: defaultUser }
}
