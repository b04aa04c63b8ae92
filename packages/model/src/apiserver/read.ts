import { formatApiVersion } from '../object/gvk.ts'
import { withoutFields } from '../object/json.ts'
import type { KubeObject } from '../object/kube-object.ts'
import { keyOf } from '../object/resource-type.ts'
import { notFound } from '../object/status-errors.ts'
import type { Response } from '../request/request.ts'
import { listObjects } from '../state/store.ts'
import { isRefused, refuse } from './refusal.ts'
import { answer, answerRefused, inRequestedVersion, type RequestContext, storedObject } from './request-context.ts'
import { matcher } from './selectors.ts'

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
