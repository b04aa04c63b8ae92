import { keyOf } from '../object/resource-type.ts'
import { notFound } from '../object/status-errors.ts'
import type { Response } from '../request/request.ts'
import { listObjects } from '../state/store.ts'
import { answerList, matcher } from './delete.ts'
import { isRefused, refuse } from './refusal.ts'
import { answer, answerRefused, inRequestedVersion, type RequestContext, storedObject } from './request-context.ts'

/** GET of one object. */
export function get(context: RequestContext): Response {
  const object = storedObject(context)
  if (!object) return answerRefused(context, refuse(notFound(context.type, context.request.name ?? '')))
  return answer(context, 200, inRequestedVersion(context, object))
}

/** GET of all objects of a resource that the selectors match, of one namespace or of the cluster. */
export function list(context: RequestContext): Response {
  const { type, request, cluster } = context
  const matches = matcher(context)
  if (isRefused(matches)) return answerRefused(context, matches)
  const objects = listObjects(cluster.state, keyOf(type), type.namespaced ? request.namespace : undefined)
  return answerList(context, objects.filter(matches))
}
