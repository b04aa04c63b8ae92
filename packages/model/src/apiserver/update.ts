import { invalid } from '../object/field-error.ts'
import { equalJson } from '../object/json.ts'
import { finalizersOf, isTerminating, type KubeObject } from '../object/kube-object.ts'
import { validateObjectMetaUpdate } from '../object/object-meta-validation.ts'
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
import { dedup, inNamespaceOfRequest } from './create.ts'
import { customResourceErrors } from './custom-resource-schema.ts'
import { decodeObject, redecode } from './decode.ts'
import { isRefused, type Refused, refuse } from './refusal.ts'
import {
  admissionRequest,
  answer,
  answerRefused,
  inRequestedVersion,
  inStorageVersion,
  isNamespaces,
  type RequestContext,
  storedObject,
} from './request-context.ts'

/** PUT of one object, or of one of its subresources. [endpoints/handlers/update.go; kubernetes.md 1.4] */
export function update(context: RequestContext): Response {
  const current = storedObject(context)
  if (!current) return answerRefused(context, refuse(notFound(context.type, context.request.name ?? '')))
  const sent = decodeForUpdate(context)
  const updated = isRefused(sent) ? sent : updateObject(context, current, sent, 'update')
  return isRefused(updated) ? answerRefused(context, updated) : answer(context, 200, updated)
}

function decodeForUpdate(context: RequestContext): KubeObject | Refused {
  const decoded = decodeObject(context)
  if (isRefused(decoded)) return decoded
  const { name } = context.request
  if (decoded.metadata.name !== name) {
    const given = decoded.metadata.name ?? ''
    if (given !== '')
      return refuse(badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`))
    return inNamespaceOfRequest(context, { ...decoded, metadata: { ...decoded.metadata, name: name ?? '' } })
  }
  return inNamespaceOfRequest(context, decoded)
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
  const current = inRequestedVersion(context, stored)
  const asked = verb === 'update' ? dedup(context, wanted, false) : wanted
  const admitted = mutate(context, asked, current)
  if (isRefused(admitted)) return admitted
  const deduped = dedup(context, admitted, true)
  const precondition = checkPreconditions(context, deduped, current, verb)
  if (precondition) return refuse(precondition)
  const prepared = prepare(context, deduped, current)
  const escalation = checkEscalation(context.cluster.state, context.user, context.type, prepared, current)
  if (escalation) return refuse(escalation)
  const invalidity = validate(context, prepared, current)
  if (invalidity) return refuse(invalidity)
  const outcome = context.admission.validate(admissionRequest(context, 'UPDATE', prepared, current), context.cluster)
  context.warnings.push(...outcome.warnings)
  if ('refusal' in outcome) return refuse(outcome.refusal)
  return storeUpdate(context, prepared, stored)
}

function mutate(context: RequestContext, object: KubeObject, current: KubeObject): KubeObject | Refused {
  const outcome = context.admission.mutate(
    admissionRequest(context, 'UPDATE', object, current),
    context.cluster,
    (changed) => redecode(context, changed),
  )
  context.warnings.push(...outcome.warnings)
  return 'refusal' in outcome ? refuse(outcome.refusal) : (outcome.object ?? object)
}

/** A resourceVersion or uid in the body binds the update to the object as it was seen. [kubernetes.md 1.4.3, 1.4.4] */
function checkPreconditions(
  context: RequestContext,
  object: KubeObject,
  current: KubeObject,
  verb: string,
): Refusal | undefined {
  const { type, strategy } = context
  const { resourceVersion, uid } = object.metadata
  if (!resourceVersion && !strategy.allowsUnconditionalUpdate) {
    const errors = [invalid('metadata.resourceVersion', 0, 'must be specified for an update')]
    return invalidObject(type.resource, type.group, object.metadata.name, errors)
  }
  if (resourceVersion && resourceVersion !== current.metadata.resourceVersion) {
    return conflict(type, object.metadata.name, OBJECT_MODIFIED)
  }
  if (verb === 'update' && uid && uid !== current.metadata.uid)
    return conflict(type, object.metadata.name, uidCause(context, uid, current))
  return undefined
}

function uidCause(context: RequestContext, uid: string, current: KubeObject): string {
  const { type, request } = context
  const key = [
    '/registry',
    type.group || undefined,
    type.resource,
    type.namespaced ? request.namespace : undefined,
    request.name,
  ]
  const path = key.filter((part) => part !== undefined).join('/')
  const failed = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${current.metadata.uid ?? ''}`
  return `StorageError: invalid object, Code: 4, Key: ${path}, ResourceVersion: 0, AdditionalErrorMsg: ${failed}`
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
  const metadataErrors = validateObjectMetaUpdate(object.metadata, current.metadata)
  const ofStatus = request.subresource === 'status'
  const errors = type.custom
    ? customResourceErrors(context, object, current, metadataErrors)
    : [...metadataErrors, ...(ofKind?.(object, current) ?? (ofStatus ? [] : (strategy.validate?.(object) ?? [])))]
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
