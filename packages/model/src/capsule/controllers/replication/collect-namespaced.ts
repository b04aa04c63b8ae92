import type { Reconcile } from '../../../controllers/controller.ts'
import { compareTexts } from '../../../object/go-format.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { Tenant } from '../../tenant/tenant.ts'
import { live } from '../reading.ts'
import type { Collected } from './accumulator.ts'
import {
  type Bounds,
  type Collection,
  collectItems,
  collectReplicas,
  collectSources,
  type IndexedSpec,
} from './collect.ts'
import type { ImpersonatedClient } from './impersonated-client.ts'
import type { Replication, ResourceSpec } from './replication.ts'
import { crossNamespace } from './resource-reference.ts'
import { selectorFailure, targetedNamespaces } from './selected-namespaces.ts'
import type { Target } from './target.ts'

/** Which namespaces of the Tenant an entry of spec.resources is for; undefined where the run leaves the entry out. */
export type Targets = (spec: ResourceSpec) => Reconcile<readonly KubeObject[] | undefined>

/** All namespaces of a Tenant that the entry selects. [selectedTenantNamespaces; extended C4.1] */
export function allTargets(tenant: Tenant): Targets {
  return (spec) => live(targetedNamespaces(tenant.metadata.name, spec))
}

/** What a TenantResource wants: its sources lie in namespaces of its Tenant, and nothing is cluster-scoped. [namespaced.go:gatherResources; extended C4.3] */
export function* collectForTenantResource(
  client: ImpersonatedClient,
  replication: Replication,
  tenant: Tenant,
  allowedNamespaces: readonly string[],
  targets: Targets,
): Reconcile<Collection> {
  const { namespace = '' } = replication.metadata
  const own = tenant.status?.namespaces ?? []
  const bounds: Bounds = { allowsClusterScoped: false, allowedNamespaces }
  const collected: Collected[] = []
  for (const [index, spec] of (replication.spec?.resources ?? []).entries()) {
    const namespaces = yield* targets(spec)
    if (!namespaces) continue
    if (!own.includes(namespace)) return { failure: { message: foreignNamespace(namespace, own) } }
    const sourceBounds = { namespace, allowsClusterScoped: false, allowedNamespaces }
    const { sources, failure } = yield* collectSources(client, spec, sourceBounds)
    if (failure) return { failure }
    const more = yield* collectForNamespaces(client, { index, spec }, targetsOf(tenant, namespaces), sources, bounds)
    if (more.failure) return more
    collected.push(...more.collected)
  }
  return { collected }
}

function foreignNamespace(namespace: string, own: readonly string[]): string {
  const allowed = `map[${[...own]
    .sort(compareTexts)
    .map((name) => `${name}:{}`)
    .join(' ')}]`
  return `${crossNamespace} Referring a Namespace (${namespace}) that is not part of the given Tenant (allowed ${allowed})`
}

/** What a GlobalTenantResource wants in the namespaces of a Tenant: its sources may lie anywhere. [global.go:gatherResources; extended C4.2] */
export function* collectForTenant(
  client: ImpersonatedClient,
  entry: IndexedSpec,
  tenant: Tenant,
  targets: Targets,
): Reconcile<Collection> {
  const namespaces = yield* targets(entry.spec)
  if (!namespaces) return { collected: [] }
  const sourceBounds = { namespace: '', allowsClusterScoped: true }
  const { sources, failure } = yield* collectSources(client, entry.spec, sourceBounds)
  if (failure) return { failure }
  return yield* collectForNamespaces(client, entry, targetsOf(tenant, namespaces), sources, {
    allowsClusterScoped: true,
  })
}

function targetsOf(tenant: Tenant, namespaces: readonly KubeObject[]): readonly Target[] {
  return namespaces.map(({ metadata }) => ({ tenant: tenant.metadata.name, namespace: metadata.name }))
}

function* collectForNamespaces(
  client: ImpersonatedClient,
  entry: IndexedSpec,
  targets: readonly Target[],
  sources: readonly KubeObject[],
  bounds: Bounds,
): Reconcile<Collection> {
  const unusable = selectorFailure(entry.spec)
  if (unusable) return { failure: unusable }
  const collected: Collected[] = []
  for (const target of targets) {
    const replicas = yield* collectReplicas(sources, entry.spec, target, bounds)
    if (replicas.failure) return replicas
    const items = yield* collectItems(client, entry, target, bounds)
    if (items.failure) return items
    collected.push(...replicas.collected, ...items.collected)
  }
  return { collected }
}
