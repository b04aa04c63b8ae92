import type { KubeObject } from '../object/kube-object.ts'
import { keyOf } from '../object/resource-type.ts'
import type { Refusal } from '../object/status-errors.ts'
import type { Response } from '../request/request.ts'
import { now } from '../state/cluster.ts'
import { listObjects } from '../state/store.ts'
import { admitDeletion } from './delete.ts'
import { type ReadOptions, readOptions, warnOfDefault } from './delete-options.ts'
import { checkStorePreconditions } from './delete-preconditions.ts'
import { checkGrace } from './graceful-deletion.ts'
import { deleteObject } from './lifecycle.ts'
import { answerList } from './read.ts'
import { isRefused, refuse } from './refusal.ts'
import { answerRefused, type RequestContext } from './request-context.ts'
import { matcher } from './selectors.ts'

/** DELETE of all that the selectors match, one by one; the first refusal ends it. [store.go DeleteCollection; kubernetes.md 1.6] */
export function removeCollection(context: RequestContext): Response {
  const { type, request, cluster } = context
  const options = readOptions(context)
  if (isRefused(options)) return answerRefused(context, options)
  warnOfDefault(context, options)
  const run = { ...context, dryRun: options.dryRun }
  const matches = matcher(context)
  if (isRefused(matches)) return answerRefused(context, matches)
  const objects = listObjects(cluster.state, keyOf(type), type.namespaced ? request.namespace : '').filter(matches)
  for (const object of objects) {
    const refusal = deleteOneOfMany(run, object, options)
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
  const refusal = admitDeletion(context, object)
  if (!refusal && !dryRun) deleteObject(cluster, type, object, options)
  return refusal
}
