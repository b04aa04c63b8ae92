import { type FieldError, invalid, notSupported } from '../object/field-error.ts'
import { formatApiVersion } from '../object/gvk.ts'
import { isJsonObject, type Json, type JsonObject, listAt, withoutFields } from '../object/json.ts'
import { isTerminating, type KubeObject, withMetadata } from '../object/kube-object.ts'
import { keyOf, type ResourceType } from '../object/resource-type.ts'
import { conflict, invalidObject, notFound, type Refusal } from '../object/status-errors.ts'
import type { Response } from '../request/request.ts'
import { now, writeChanged } from '../state/cluster.ts'
import { listObjects } from '../state/store.ts'
import { markDefinition } from './definition-deletion.ts'
import { checkGrace } from './graceful-deletion.ts'
import {
  type DeleteOptions,
  type Deletion,
  deleteObject,
  foregroundFinalizer,
  orphanFinalizer,
  type PropagationPolicy,
  planDeletion,
} from './lifecycle.ts'
import { isRefused, type Refused, refuse } from './refusal.ts'
import {
  admissionRequest,
  answer,
  answerRefused,
  inRequestedVersion,
  isDefinitions,
  isNamespaces,
  type RequestContext,
  storedObject,
} from './request-context.ts'
import { fieldSelectorOf, labelSelectorOf } from './selectors.ts'

interface ReadOptions extends DeleteOptions {
  readonly preconditions: { readonly uid?: string; readonly resourceVersion?: string }
}

/** DELETE of one object. [endpoints/handlers/delete.go DeleteResource; kubernetes.md 1.5] */
export function remove(context: RequestContext): Response {
  const options = readOptions(context)
  if (isRefused(options)) return answerRefused(context, options)
  const object = storedObject(context)
  if (!object) return answerRefused(context, refuse(notFound(context.type, context.request.name ?? '')))
  const deletion = deleteThroughAdmission(context, object, options)
  if (isRefused(deletion)) return answerRefused(context, deletion)
  return answerDeletion(context, deletion, options)
}

/** Options come from the body if there is one, else from the query. [kubernetes.md 1.5.1, 1.5.2] */
function readOptions(context: RequestContext): ReadOptions | Refused {
  const { body, query } = context.request
  const given: JsonObject = isJsonObject(body) && Object.keys(body).length > 0 ? body : { ...query }
  const { propagationPolicy, orphanDependents, gracePeriodSeconds } = given
  const invalidOptions = invalidPolicy(propagationPolicy, orphanDependents)
  if (invalidOptions) return refuse(invalidOptions)
  return {
    ...(typeof propagationPolicy === 'string' ? { propagationPolicy: propagationPolicy as PropagationPolicy } : {}),
    ...(orphanDependents === undefined || orphanDependents === null
      ? {}
      : { orphanDependents: String(orphanDependents) === 'true' }),
    ...(gracePeriodSeconds === undefined || gracePeriodSeconds === null
      ? {}
      : { gracePeriodSeconds: Number(gracePeriodSeconds) }),
    preconditions: isJsonObject(given.preconditions) ? given.preconditions : {},
  }
}

function invalidOptionsStatus(error: FieldError): Refusal {
  return invalidObject('DeleteOptions', 'meta.k8s.io', '', [error])
}

function invalidPolicy(policy: Json | undefined, orphanDependents: Json | undefined): Refusal | undefined {
  if (policy === undefined || policy === null) return undefined
  if (orphanDependents !== undefined && orphanDependents !== null) {
    const detail = 'orphanDependents and deletionPropagation cannot be both set'
    return invalidOptionsStatus(invalid('propagationPolicy', policy, detail))
  }
  if (policy === 'Foreground' || policy === 'Background' || policy === 'Orphan') return undefined
  return invalidOptionsStatus(notSupported('propagationPolicy', policy, ['Foreground', 'Background', 'Orphan', 'nil']))
}

function deleteThroughAdmission(context: RequestContext, object: KubeObject, options: ReadOptions): Deletion | Refused {
  const precondition = checkPreconditions(context.type, object, options.preconditions)
  if (precondition) return refuse(precondition)
  if (isNamespaces(context.type) && isTerminating(object) && isHeld(object)) return { outcome: 'marked', object }
  const { cluster, type, dryRun } = context
  if (checkGrace(type, object, options, now(cluster)).type === 'pending') return { outcome: 'marked', object }
  const refusal = admit(context, object)
  if (refusal) return refuse(refusal)
  const first = isTerminating(object) ? undefined : firstMark(context, object, options)
  if (first) {
    const marked = dryRun ? first : writeChanged(cluster, keyOf(type), first, object)
    return { outcome: 'marked', object: marked }
  }
  return dryRun ? planDeletion(type, object, options, now(cluster)) : deleteObject(cluster, type, object, options)
}

/** Namespaces and definitions differ from all others in their first DELETE: it removes nothing, whatever holds them. */
function firstMark(
  { type, cluster }: RequestContext,
  object: KubeObject,
  options: DeleteOptions,
): KubeObject | undefined {
  if (isNamespaces(type)) return markNamespace(object, options, now(cluster))
  return isDefinitions(type) ? markDefinition(object, now(cluster)) : undefined
}

/** Whether the namespace's own finalizers in spec still hold it. */
function isHeld(namespace: KubeObject): boolean {
  return listAt(namespace, 'spec', 'finalizers').length > 0
}

/** The first DELETE of a namespace only marks it. [registry/core/namespace/storage/storage.go Delete; kubernetes.md 3.1.5] */
function markNamespace(namespace: KubeObject, options: DeleteOptions, time: string): KubeObject {
  const others = (namespace.metadata.finalizers ?? []).filter(
    (name) => name !== orphanFinalizer && name !== foregroundFinalizer,
  )
  const marked = withMetadata(namespace, {
    deletionTimestamp: time,
    finalizers: namespaceFinalizers(namespace, others, options),
  })
  return { ...marked, status: { ...(isJsonObject(namespace.status) ? namespace.status : {}), phase: 'Terminating' } }
}

function namespaceFinalizers(
  namespace: KubeObject,
  others: readonly string[],
  options: DeleteOptions,
): readonly string[] {
  const { propagationPolicy, orphanDependents } = options
  if (orphanDependents === true || propagationPolicy === 'Orphan') return [...others, orphanFinalizer]
  if (orphanDependents === false || propagationPolicy === 'Foreground') return [...others, foregroundFinalizer]
  if (propagationPolicy === 'Background') return others
  return namespace.metadata.finalizers ?? []
}

type Preconditions = ReadOptions['preconditions']

/** Namespaces and definitions check what a DELETE takes for granted before the store does. [kubernetes.md 1.5.4] */
function checkPreconditions(type: ResourceType, object: KubeObject, preconditions: Preconditions): Refusal | undefined {
  if (!isNamespaces(type) && !isDefinitions(type)) return checkStorePreconditions(type, object, preconditions)
  const failed = failedPrecondition(object, preconditions)
  if (!failed) return undefined
  const [what, wanted, found] = failed
  const cause = `Precondition failed: ${what} in precondition: ${wanted}, ${what} in object meta: ${found}`
  return conflict(type, object.metadata.name, cause)
}

/** The store names the object by its Kind. [registry/rest/delete.go BeforeDelete; the recorded deletes with a wrong uid] */
function checkStorePreconditions(
  type: ResourceType,
  object: KubeObject,
  preconditions: Preconditions,
): Refusal | undefined {
  const failed = failedPrecondition(object, preconditions)
  if (!failed) return undefined
  const [what, wanted, found] = failed
  const happened = what === 'UID' ? 'deleted and then recreated' : 'modified'
  const cause = `the ${what} in the precondition (${wanted}) does not match the ${what} in record (${found}). The object might have been ${happened}`
  return conflict({ group: type.group, resource: type.kind }, object.metadata.name, cause)
}

function failedPrecondition(object: KubeObject, preconditions: Preconditions): [string, string, string] | undefined {
  const { uid = '', resourceVersion = '' } = object.metadata
  const wanted = preconditions
  if (wanted.uid !== undefined && wanted.uid !== uid) return ['UID', wanted.uid, uid]
  const expected = wanted.resourceVersion
  if (expected !== undefined && expected !== resourceVersion) return ['ResourceVersion', expected, resourceVersion]
  return undefined
}

/** Both passes of admission, back to back, on the stored object. [kubernetes.md 7.1.4] */
function admit(context: RequestContext, object: KubeObject): Refusal | undefined {
  const request = admissionRequest(context, 'DELETE', undefined, inRequestedVersion(context, object))
  const mutated = context.admission.mutate(request, context.cluster, (object) => object)
  context.warnings.push(...mutated.warnings)
  if ('refusal' in mutated) return mutated.refusal
  const validated = context.admission.validate(request, context.cluster)
  context.warnings.push(...validated.warnings)
  return 'refusal' in validated ? validated.refusal : undefined
}

/** [kubernetes.md 1.5.11, 1.5.12] */
function answerDeletion(context: RequestContext, deletion: Deletion, options: DeleteOptions): Response {
  const { type, strategy } = context
  const object = inRequestedVersion(context, deletion.object)
  if (deletion.outcome === 'marked') return answer(context, options.orphanDependents === false ? 202 : 200, object)
  if (strategy.returnsDeletedObject) return answer(context, 200, object)
  const { name, uid } = object.metadata
  const details = { name, ...(type.group === '' ? {} : { group: type.group }), kind: type.resource, uid }
  return answer(context, 200, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details })
}

/** DELETE of all that the selectors match, one by one; the first refusal ends it. [store.go DeleteCollection; kubernetes.md 1.6] */
export function removeCollection(context: RequestContext): Response {
  const { type, request, cluster } = context
  const options = readOptions(context)
  if (isRefused(options)) return answerRefused(context, options)
  const matches = matcher(context)
  if (isRefused(matches)) return answerRefused(context, matches)
  const objects = listObjects(cluster.state, keyOf(type), type.namespaced ? request.namespace : '').filter(matches)
  for (const object of objects) {
    const refusal = deleteOneOfMany(context, object, options)
    if (refusal) return answerRefused(context, refuse(refusal))
  }
  return answerList(context, objects)
}

/** Here definitions are like all others: they go without their instances. [kubernetes.md 1.6.5, 4.26] */
function deleteOneOfMany(context: RequestContext, object: KubeObject, options: ReadOptions): Refusal | undefined {
  const { type, cluster, dryRun } = context
  const precondition = checkStorePreconditions(type, object, options.preconditions)
  if (precondition) return precondition
  if (checkGrace(type, object, options, now(cluster)).type === 'pending') return undefined
  const refusal = admit(context, object)
  if (!refusal && !dryRun) deleteObject(cluster, type, object, options)
  return refusal
}

/** A list as it is printed: its items name their kind only where a definition serves them. */
export function answerList(context: RequestContext, objects: readonly KubeObject[]): Response {
  const { type, cluster } = context
  const items = objects.map((object) =>
    type.custom ? inRequestedVersion(context, object) : withoutFields(object, 'apiVersion', 'kind'),
  )
  const metadata = { resourceVersion: String(cluster.state.revision) }
  return answer(context, 200, {
    kind: `${type.kind}List`,
    apiVersion: formatApiVersion(type.group, type.version),
    metadata,
    items,
  })
}

export function matcher(context: RequestContext): ((object: KubeObject) => boolean) | Refused {
  const labels = labelSelectorOf(context)
  if (isRefused(labels)) return labels
  const fields = fieldSelectorOf(context)
  if (isRefused(fields)) return fields
  return (object) => labels(object) && fields(object)
}
