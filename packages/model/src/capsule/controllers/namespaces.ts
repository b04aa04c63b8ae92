import type { Reconcile } from '../../controllers/controller.ts'
import { annotationsOf, isTerminating, type KubeObject, labelsOf, withMetadata } from '../../object/kube-object.ts'
import {
  hasManagedMetadataOnly,
  type ManagedMetadata,
  nameLabels,
  namespaceMetadata,
} from '../tenant/namespace-metadata.ts'
import type { AdditionalMetadata, SpaceStatus, Tenant } from '../tenant/tenant.ts'
import { tenantReferencesOf } from '../tenant/tenant-references.ts'
import { type Failure, joined, prefixed } from './failure.ts'
import { inSomeOrder } from './failure-order.ts'
import { namespaces, ruleStatuses } from './kinds.ts'
import { collectLeftovers } from './leftovers.ts'
import { compareTexts } from './owner-list.ts'
import { cached, list } from './reading.ts'
import { ensureRuleStatus } from './rule-status-objects.ts'
import { activeSpace, findSpace, type SpaceStep, terminatingSpace, withoutSpaces, withSpaces } from './spaces.ts'
import { type Step, withStatus } from './tenant-status.ts'
import { terminateNamespace } from './terminating.ts'
import { createOrUpdate, retryOnConflict } from './writing.ts'

/** Brings all namespaces of a live Tenant into shape, then removes its RuleStatuses elsewhere. [CT/namespaces.go:reconcileNamespaces] */
export function* reconcileNamespaces(tenant: Tenant, now: number): Reconcile<Step> {
  const members = (yield* cached(list(namespaces))).filter((namespace) => isMember(namespace, tenant))
  const steps: SpaceStep[] = []
  for (const namespace of members) steps.push(yield* reconcileNamespace(namespace, tenant, now))
  const reconciled = withMembers(tenant, members, steps)
  const leftovers = yield* collectLeftovers(ruleStatuses, reconciled)
  const failures = yield* inSomeOrder(failuresOf(steps), tenant)
  return { tenant: reconciled, failure: joined([...failures, leftovers]) }
}

/** Members are the namespaces with a Tenant ownerReference of that name, whatever else they say. [core R4.1] */
function isMember(namespace: KubeObject, tenant: Tenant): boolean {
  return tenantReferencesOf(namespace).some((reference) => reference.name === tenant.metadata.name)
}

/** Entries keep their place, new ones come last, those of other namespaces go. [core R4.2] */
function withMembers(tenant: Tenant, members: readonly KubeObject[], steps: readonly SpaceStep[]): Tenant {
  const names = members.map((namespace) => namespace.metadata.name).sort(compareTexts)
  const gone = (tenant.status?.spaces ?? []).map((space) => space.name).filter((name) => !names.includes(name))
  const spaced = withSpaces(withoutSpaces(tenant, gone), steps)
  return withStatus(spaced, { size: names.length, namespaces: names })
}

export function failuresOf(steps: readonly SpaceStep[]): readonly Failure[] {
  return steps.flatMap(({ space, failure }) => (failure ? [prefixed(`namespace "${space.name}": `, failure)] : []))
}

function* reconcileNamespace(namespace: KubeObject, tenant: Tenant, now: number): Reconcile<SpaceStep> {
  const space = findSpace(tenant, namespace)
  if (isTerminating(namespace)) {
    const step = yield* terminateNamespace(namespace, space, now)
    return { ...step, space: terminatingSpace(step.space, namespace, now) }
  }
  const failure = yield* ensureRuleStatus(tenant, namespace)
  if (failure) return { space: activeSpace(space, namespace, failure, now), failure }
  return yield* reconcileMetadata(namespace, tenant, space, now)
}

/** [CT/namespaces.go:reconcileNamespaceMetadata; core R4.6, R4.7] */
function* reconcileMetadata(
  namespace: KubeObject,
  tenant: Tenant,
  space: SpaceStatus,
  now: number,
): Reconcile<SpaceStep> {
  let managed: ManagedMetadata | undefined
  const { object = namespace, failure } = yield* retryOnConflict(() =>
    createOrUpdate(namespaces, { name: namespace.metadata.name }, (current) => {
      managed = namespaceMetadata(current, tenant)
      return withManagedMetadata(current, tenant, managed, space.metadata)
    }),
  )
  if (failure) return { space: activeSpace(space, object, failure, now), failure }
  const recorded = managed && !hasManagedMetadataOnly(tenant) ? { ...space, metadata: recordOf(managed) } : space
  return { space: activeSpace(recorded, object, undefined, now) }
}

/** Maps that are empty are left out, as Go leaves them out. */
function recordOf({ labels, annotations }: ManagedMetadata): AdditionalMetadata {
  return {
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  }
}

/**
 * Managed metadata goes over the namespace's own; what was managed the last time and no longer is, goes away. In
 * managedMetadataOnly mode nothing else stays. [core M1.6, M2.1]
 */
function withManagedMetadata(
  namespace: KubeObject,
  tenant: Tenant,
  managed: ManagedMetadata,
  before: AdditionalMetadata | undefined,
): KubeObject {
  const names = nameLabels(namespace, tenant)
  if (hasManagedMetadataOnly(tenant))
    return withMetadata(namespace, { labels: { ...managed.labels, ...names }, annotations: managed.annotations })
  return withMetadata(namespace, {
    labels: { ...merged(labelsOf(namespace), managed.labels, before?.labels), ...names },
    annotations: merged(annotationsOf(namespace), managed.annotations, before?.annotations),
  })
}

type TextMap = Readonly<Record<string, string>>

function merged(own: TextMap, managed: TextMap, before: TextMap | undefined): TextMap {
  const kept = Object.entries(own).filter(([key]) => before?.[key] === undefined)
  return { ...Object.fromEntries(kept), ...managed }
}
