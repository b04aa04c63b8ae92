import type { Reconcile } from '../../../controllers/controller.ts'
import { type Json, type JsonObject, withoutFields } from '../../../object/json.ts'
import { annotationsOf, finalizersOf, type KubeObject, withMetadata } from '../../../object/kube-object.ts'
import { tenantFinalizer } from '../../tenant/constants.ts'
import { cordoned, notCordoned, notReady, ready, reconciling, withCondition } from '../conditions.ts'
import { type Failure, isNotFound } from '../failure.ts'
import { get, live } from '../reading.ts'
import { sameObject } from '../same-object.ts'
import { patch, placeIn, retryOnConflict, updateStatus, type Written } from '../writing.ts'
import {
  asReplication,
  fromReplication,
  isCordoned,
  kindOf,
  type Replication,
  type ReplicationStatus,
  statusAsJson,
} from './replication.ts'

type Change = (latest: ReplicationStatus) => ReplicationStatus

/** Reads live, changes the status, and writes it if that makes a difference. */
export function* changeStatus({ metadata, ...rest }: Replication, change: Change): Reconcile<Written> {
  const kind = kindOf({ metadata, ...rest })
  return yield* retryOnConflict(function* () {
    const latest = yield* live(get(kind, metadata.namespace, metadata.name))
    if (!latest) return { failure: gone(metadata.name) }
    const status = serialized(change(asReplication(latest).status ?? {}))
    if (sameObject(latest.status, status)) return { object: latest }
    return yield* updateStatus(kind, { ...latest, status })
  })
}

function gone(name: string): Failure {
  return { message: `${name} not found`, status: { reason: 'NotFound' } }
}

/** A list of Tenants that is empty is left out; one of items is not. */
function serialized({ selectedTenants = [], ...status }: ReplicationStatus): Json {
  return statusAsJson(selectedTenants.length === 0 ? status : { ...status, selectedTenants })
}

/** At the head of a run it is told who acts, and Ready becomes Unknown, if the generation is new. [updateReconcilingStatus] */
export function* writeReconciling(replication: Replication, now: number): Reconcile<Replication | Failure> {
  const { generation } = replication.metadata
  const { serviceAccount } = replication.status ?? {}
  const known = yield* live((state) => {
    const { metadata } = replication
    const latest = get(kindOf(replication), metadata.namespace, metadata.name)(state)
    return latest && asReplication(latest).status?.observedGeneration === generation
  })
  if (known) return replication
  const { object, failure } = yield* changeStatus(replication, (latest) => ({
    size: 0,
    ...latest,
    ...(serviceAccount ? { serviceAccount } : {}),
    conditions: withCondition(latest.conditions, reconciling, now),
  }))
  if (failure) return failure
  return object ? { ...replication, status: asReplication(object).status ?? {} } : replication
}

/** At the end of a run the status is what the run says. [updateStatus] */
export function* writeStatus(
  replication: Replication,
  failure: Failure | undefined,
  now: number,
): Reconcile<Failure | undefined> {
  const status = finalStatus(replication, failure, now)
  return (yield* changeStatus(replication, () => status)).failure
}

function finalStatus(replication: Replication, failure: Failure | undefined, now: number): ReplicationStatus {
  const { generation } = replication.metadata
  const { status = {} } = replication
  const conditions = withCondition(status.conditions, failure ? notReady(failure.message) : ready, now)
  const cordon = isCordoned(replication) ? cordoned('is cordoned') : notCordoned
  return {
    ...status,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    size: status.processedItems?.length ?? 0,
    conditions: withCondition(conditions, cordon, now),
  }
}

const requestedAnnotation = 'reconcile.projectcapsule.dev/requestedAt'
const legacyFinalizer = 'capsule.clastix.io/resources'

/** A run was asked for by a new value of the annotation. [ReconcileRequestedPredicate; extended C1.4] */
export function isRequested(object: KubeObject, oldObject: KubeObject): boolean {
  const requested = annotationsOf(object)[requestedAnnotation] ?? ''
  return requested !== '' && requested !== annotationsOf(oldObject)[requestedAnnotation]
}

/** The finalizer is there exactly while there are items. [Reconcile; extended C1.4] */
export function withFinalizer(replication: Replication): Replication {
  const object = fromReplication(replication)
  const others = finalizersOf(object).filter((name) => name !== tenantFinalizer && name !== legacyFinalizer)
  const kept = finalizersOf(object).filter((name) => name !== legacyFinalizer)
  const holds = (replication.status?.processedItems ?? []).length > 0
  const finalizers = !holds ? others : kept.includes(tenantFinalizer) ? kept : [...kept, tenantFinalizer]
  return asReplication(withMetadata(object, { finalizers }))
}

/** What the run changed of the metadata is patched, the request for a run taken away. [cluster-api util/patch Helper.Patch] */
export function* patchMetadata(before: Replication, after: Replication): Reconcile<Failure | undefined> {
  const metadata = metadataChange(fromReplication(before), fromReplication(after))
  if (Object.keys(metadata).length === 0) return undefined
  const { namespace, name } = before.metadata
  const { failure } = yield* patch(kindOf(before), placeIn(namespace, name), { metadata })
  return failure && !isNotFound(failure) ? failure : undefined
}

function metadataChange(before: KubeObject, after: KubeObject): JsonObject {
  const isAsked = annotationsOf(before)[requestedAnnotation] !== undefined
  const left = withoutFields(annotationsOf(before), requestedAnnotation)
  const annotations = Object.keys(left).length === 0 ? null : { [requestedAnnotation]: null }
  const finalizers = finalizersOf(after).length === 0 ? null : finalizersOf(after)
  const isSame = sameObject(finalizersOf(before), finalizersOf(after))
  return { ...(isAsked ? { annotations } : {}), ...(isSame ? {} : { finalizers }) }
}
