import { isTerminating, type KubeObject } from '../object/kube-object.ts'
import { keyOf } from '../object/resource-type.ts'
import { notFound, type Refusal } from '../object/status-errors.ts'
import type { Response } from '../request/request.ts'
import { now, writeChanged } from '../state/cluster.ts'
import { markDefinition } from './definition-deletion.ts'
import { type ReadOptions, readOptions, warnOfDefault } from './delete-options.ts'
import { checkPreconditions } from './delete-preconditions.ts'
import { checkGrace } from './graceful-deletion.ts'
import { type DeleteOptions, type Deletion, deleteObject, planDeletion } from './lifecycle.ts'
import { isHeld, markNamespace } from './namespace-deletion.ts'
import { isRefused, type Refused, refuse } from './refusal.ts'
import {
  admissionRequest,
  answer,
  answerRefused,
  inRequestedVersion,
  isDefinitions,
  isNamespaces,
  noteOutcome,
  type RequestContext,
  storedObject,
} from './request-context.ts'

/** DELETE of one object. [endpoints/handlers/delete.go DeleteResource; kubernetes.md 1.5] */
export function remove(context: RequestContext): Response {
  const options = readOptions(context)
  if (isRefused(options)) return answerRefused(context, options)
  warnOfDefault(context, options)
  const object = storedObject(context)
  if (!object) return answerRefused(context, refuse(notFound(context.type, context.request.name ?? '')))
  const deletion = deleteThroughAdmission({ ...context, dryRun: options.dryRun }, object, options)
  if (isRefused(deletion)) return answerRefused(context, deletion)
  return answerDeletion(context, deletion, options)
}

function deleteThroughAdmission(context: RequestContext, object: KubeObject, options: ReadOptions): Deletion | Refused {
  const precondition = checkPreconditions(context.type, object, options.preconditions)
  if (precondition) return refuse(precondition)
  if (isNamespaces(context.type) && isTerminating(object) && isHeld(object)) return { outcome: 'marked', object }
  const { cluster, type, dryRun } = context
  if (checkGrace(type, object, options, now(cluster)).type === 'pending') return { outcome: 'marked', object }
  const refusal = admitDeletion(context, object)
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

/** Both passes of admission, back to back, on the stored object. [kubernetes.md 7.1.4] */
export function admitDeletion(context: RequestContext, object: KubeObject): Refusal | undefined {
  const request = admissionRequest(context, 'DELETE', undefined, inRequestedVersion(context, object))
  const mutated = context.admission.mutate(request, context.cluster, (object) => object)
  noteOutcome(context, mutated)
  if ('refusal' in mutated) return mutated.refusal
  const validated = context.admission.validate(request, context.cluster)
  noteOutcome(context, validated)
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
