import { invalid } from '../object/field-error.ts'
import { equalJson } from '../object/json.ts'
import { finalizersOf, isTerminating, type KubeObject } from '../object/kube-object.ts'
import { keyOf } from '../object/resource-type.ts'
import {
  badRequest,
  conflict,
  invalidObject,
  notFound,
  OBJECT_MODIFIED,
  type Refusal,
} from '../object/status-errors.ts'
import type { Response } from '../request/request.ts'
import { erase, write } from '../state/cluster.ts'
import { checkEscalation } from './authorization/escalation.ts'
import { createObject, dedup, inNamespaceOfRequest } from './create.ts'
import { customResourceErrors } from './custom-resource-schema.ts'
import { decodeObject, redecode } from './decode.ts'
import { updatedBy } from './managed-fields/manage-fields.ts'
import { commonErrors, metadataUpdateErrors, warnOfFinalizers } from './metadata-validation.ts'
import { isRefused, type Refused, refuse } from './refusal.ts'
import {
  admissionRequest,
  answer,
  answerRefused,
  inRequestedVersion,
  inStorageVersion,
  isNamespaces,
  noteOutcome,
  type RequestContext,
  storedObject,
} from './request-context.ts'
import { refuseOptions } from './request-options.ts'

/** PUT of one object, or of one of its subresources. [endpoints/handlers/update.go; kubernetes.md 1.4] */
export function update(context: RequestContext): Response {
  const options = refuseOptions(context)
  if (options) return answerRefused(context, options)
  const decoded = decodeObject(context)
  const sent = isRefused(decoded) ? decoded : asNamedInRequest(context, decoded)
  if (isRefused(sent)) return answerRefused(context, sent)
  const current = storedObject(context)
  if (!current && !createsOnUpdate(context))
    return answerRefused(context, refuse(notFound(context.type, context.request.name ?? '')))
  const uid = checkUid(context, sent, current)
  if (uid) return answerRefused(context, refuse(uid))
  const stored = current
    ? updateObject(context, current, updatedBy(context, current, sent), 'update')
    : createObject(context, sent, 'put')
  return isRefused(stored) ? answerRefused(context, stored) : answer(context, current ? 200 : 201, stored)
}

/** A few kinds are created by a PUT that finds nothing. [AllowCreateOnUpdate of their strategies] */
function createsOnUpdate({ strategy, request }: RequestContext): boolean {
  return strategy.allowsCreateOnUpdate === true && !request.subresource
}

/** Body and URL speak of the same object. [handlers/rest.go checkName; kubernetes.md 1.4.7] */
export function asNamedInRequest(context: RequestContext, object: KubeObject): KubeObject | Refused {
  const placed = inNamespaceOfRequest(context, object)
  if (isRefused(placed)) return placed
  const { name = '' } = context.request
  const given = placed.metadata.name ?? ''
  if (given === name) return placed
  if (given !== '')
    return refuse(badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`))
  const undeterminable = `the name of the object (${name} based on URL) was undeterminable: name must be provided`
  return refuse(badRequest(undeterminable))
}

/** The uid of a PUT binds it to the object that has it, before anybody else is asked. [storage/interfaces.go Preconditions.Check; kubernetes.md 1.4.4] */
function checkUid(context: RequestContext, sent: KubeObject, current: KubeObject | undefined): Refusal | undefined {
  const { uid } = sent.metadata
  if (!uid || uid === current?.metadata.uid) return undefined
  return conflict(context.type, sent.metadata.name, uidCause(context, uid, current?.metadata.uid ?? ''))
}

function uidCause({ type, request }: RequestContext, wanted: string, found: string): string {
  const namespace = type.namespaced ? request.namespace : undefined
  const key = ['/registry', type.group || undefined, type.resource, namespace, request.name]
  const path = key.filter((part) => part !== undefined).join('/')
  const failed = `Precondition failed: UID in precondition: ${wanted}, UID in object meta: ${found}`
  return `StorageError: invalid object, Code: 4, Key: ${path}, ResourceVersion: 0, AdditionalErrorMsg: ${failed}`
}

/**
 * From the object as wanted to the stored one: admission, preconditions, what the kind keeps, validation, admission again,
 * and the deletion that an update completes. [registry/store.go Update; rest/update.go BeforeUpdate; kubernetes.md 1.4.1]
 */
export function updateObject(
  context: RequestContext,
  stored: KubeObject,
  wanted: KubeObject,
  verb: 'update' | 'patch',
): KubeObject | Refused {
  const current = asRead(context, stored)
  const asked = verb === 'update' ? dedup(context, wanted, false) : wanted
  const admitted = mutate(context, asked, current)
  if (isRefused(admitted)) return admitted
  const deduped = dedup(context, admitted, true)
  const { cluster, user, type } = context
  const refusal =
    checkEscalation(cluster.state, user, type, deduped, current) ?? checkResourceVersion(context, deduped, current)
  if (refusal) return refuse(refusal)
  const prepared = prepare(context, deduped, current)
  const invalidity = validate(context, prepared, current)
  if (invalidity) return refuse(invalidity)
  warnOfFinalizers(context, prepared, current)
  const outcome = context.admission.validate(admissionRequest(context, 'UPDATE', prepared, current), context.cluster)
  noteOutcome(context, outcome)
  if ('refusal' in outcome) return refuse(outcome.refusal)
  return storeUpdate(context, prepared, stored)
}

/** Reading from storage fills in defaults as decoding does: an object that was stored without them is not changed by them. [kubernetes.md 4.3.3] */
function asRead(context: RequestContext, stored: KubeObject): KubeObject {
  const current = inRequestedVersion(context, stored)
  return context.strategy.applyDefaults?.(current) ?? current
}

function mutate(context: RequestContext, object: KubeObject, current: KubeObject): KubeObject | Refused {
  const outcome = context.admission.mutate(
    admissionRequest(context, 'UPDATE', object, current),
    context.cluster,
    (changed) => redecode(context, changed),
  )
  noteOutcome(context, outcome)
  return 'refusal' in outcome ? refuse(outcome.refusal) : (outcome.object ?? object)
}

/** A resourceVersion in the body binds the update to the object as it was seen. [kubernetes.md 1.4.3] */
function checkResourceVersion(
  { type, strategy }: RequestContext,
  object: KubeObject,
  current: KubeObject,
): Refusal | undefined {
  const { resourceVersion, name } = object.metadata
  if (!resourceVersion && !strategy.allowsUnconditionalUpdate) {
    const errors = [invalid('metadata.resourceVersion', 0, 'must be specified for an update')]
    return invalidObject(type.resource, type.group, name, errors)
  }
  const seen = !resourceVersion || resourceVersion === current.metadata.resourceVersion
  return seen ? undefined : conflict(type, name, OBJECT_MODIFIED)
}

/** What no update changes is taken from the stored object. [rest/update.go BeforeUpdate; kubernetes.md 1.3.8] */
function prepare(context: RequestContext, object: KubeObject, current: KubeObject): KubeObject {
  const { strategy, request, cluster } = context
  const { creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds, generation, uid, resourceVersion } =
    current.metadata
  const metadata = {
    ...object.metadata,
    uid: object.metadata.uid || uid,
    resourceVersion,
    creationTimestamp,
    generation,
    deletionTimestamp: deletionTimestamp ?? object.metadata.deletionTimestamp,
    deletionGracePeriodSeconds: object.metadata.deletionGracePeriodSeconds ?? deletionGracePeriodSeconds,
  }
  const restored = { ...object, metadata: withoutAbsent(metadata) } as KubeObject
  if (request.subresource === 'status') return strategy.prepareForStatusUpdate?.(restored, current) ?? restored
  if (request.subresource === 'finalize') return { ...restored, status: current.status }
  const begun = strategy.beginUpdate ? strategy.beginUpdate(restored, current, cluster.state) : restored
  return strategy.prepareForUpdate ? strategy.prepareForUpdate(begun, current) : begun
}

function withoutAbsent(metadata: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== undefined))
}

function validate(context: RequestContext, object: KubeObject, current: KubeObject): Refusal | undefined {
  const { type, strategy, request } = context
  const ofKind = request.subresource === 'status' ? strategy.validateStatusUpdate : strategy.validateUpdate
  const ofMetadata = metadataUpdateErrors(context, object, current)
  const ofStatus = request.subresource === 'status'
  const errors = [
    ...commonErrors(context, object, current),
    ...(type.custom
      ? customResourceErrors(context, object, current, ofMetadata)
      : [...ofMetadata, ...(ofKind?.(object, current) ?? (ofStatus ? [] : (strategy.validate?.(object) ?? [])))]),
  ]
  return errors.length > 0 ? invalidObject(type.kind, type.group, object.metadata.name, errors) : undefined
}

/**
 * Whether the update is the deletion's last step: nothing holds the new object and the stored one is terminating.
 * [store.go ShouldDeleteDuringUpdate; kubernetes.md 1.4.9, 3.1.8]
 */
function completesDeletion(context: RequestContext, object: KubeObject, stored: KubeObject): boolean {
  if (
    !isTerminating(stored) ||
    finalizersOf(object).length > 0 ||
    (stored.metadata.deletionGracePeriodSeconds ?? 0) > 0
  )
    return false
  const specFinalizers = (object.spec as { finalizers?: readonly string[] } | undefined)?.finalizers ?? []
  return !isNamespaces(context.type) || specFinalizers.length === 0
}

function storeUpdate(context: RequestContext, object: KubeObject, stored: KubeObject): KubeObject {
  const { cluster, type, dryRun } = context
  const next = inStorageVersion(context, object)
  if (dryRun) return object
  if (completesDeletion(context, object, stored)) {
    erase(cluster, keyOf(type), stored)
    return object
  }
  if (equalJson(next, stored)) return object
  return inRequestedVersion(context, write(cluster, keyOf(type), next, stored))
}
