/** In which order Helm installs. [helm pkg/release/v1/util/kind_sorter.go InstallOrder] */
const order: readonly string[] = [
  'PriorityClass',
  'Namespace',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'PodSecurityPolicy',
  'PodDisruptionBudget',
  'ServiceAccount',
  'Secret',
  'SecretList',
  'ConfigMap',
  'StorageClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleList',
  'ClusterRoleBinding',
  'ClusterRoleBindingList',
  'Role',
  'RoleList',
  'RoleBinding',
  'RoleBindingList',
  'Service',
  'DaemonSet',
  'Pod',
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'StatefulSet',
  'Job',
  'CronJob',
  'IngressClass',
  'Ingress',
  'APIService',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
]

/** An object as far as its place in an order goes. */
export interface Sorted {
  readonly kind: string
  readonly name: string
}

/** Kinds that are not on the list are last, by kind; within a kind the order of the set stays. */
export function byInstallOrder(a: Sorted, b: Sorted): number {
  return rankOf(a) - rankOf(b) || unlisted(a, b)
}

/**
 * The reverse, but that Services go before workloads; kinds that are not on the list, Tenants among them, are last here too.
 * [kind_sorter.go UninstallOrder]
 */
export function byUninstallOrder(a: Sorted, b: Sorted): number {
  return uninstallRankOf(a) - uninstallRankOf(b) || unlisted(a, b)
}

/** Kinds that came to Helm's list after Argo CD copied it. */
const newer: ReadonlySet<string> = new Set([
  'PriorityClass',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
])

/** Argo CD sorts by an older list, and then by name. [gitops-engine pkg/sync/sync_tasks.go] */
export function bySyncOrder(a: Sorted, b: Sorted): number {
  return syncRankOf(a) - syncRankOf(b) || compare(a.name, b.name)
}

function syncRankOf(sorted: Sorted): number {
  return newer.has(sorted.kind) ? order.length : rankOf(sorted)
}

function rankOf({ kind }: Sorted): number {
  const index = order.indexOf(kind)
  return index < 0 ? order.length : index
}

function uninstallRankOf({ kind }: Sorted): number {
  const reversed = (other: string): number => order.length - 1 - order.indexOf(other)
  if (kind === 'Service') return reversed('IngressClass') + 0.5
  return order.includes(kind) ? reversed(kind) : order.length
}

function unlisted(a: Sorted, b: Sorted): number {
  return order.includes(a.kind) || order.includes(b.kind) ? 0 : compare(a.kind, b.kind)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
