import { at, isJsonObject, objectAt } from '../object/json.ts'
import type { KubeObject } from '../object/kube-object.ts'
import { applyMergePatch } from '../object/merge-patch.ts'
import { badRequest, methodNotAllowed, notFound } from '../object/status-errors.ts'
import type { Response } from '../request/request.ts'
import { normalize } from './decode.ts'
import { isRefused, refuse } from './refusal.ts'
import { answer, answerRefused, inRequestedVersion, type RequestContext, storedObject } from './request-context.ts'
import { updateObject } from './update.ts'

/** The scale subresource of workloads: replicas, seen and set alone. [registry/apps/deployment/storage ScaleREST] */
export function scale(context: RequestContext): Response {
  const { request, type } = context
  const stored = storedObject(context)
  if (!stored) return answerRefused(context, refuse(notFound(type, request.name ?? '')))
  const current = inRequestedVersion(context, stored)
  if (request.verb === 'get') return answer(context, 200, scaleOf(current))
  if (request.verb !== 'update' && request.verb !== 'patch')
    return answerRefused(context, refuse(methodNotAllowed(type, request.verb)))
  const patched =
    request.verb === 'patch' ? applyMergePatch(scaleOf(current), request.body ?? null) : { value: request.body ?? null }
  if ('refusal' in patched) return answerRefused(context, refuse(patched.refusal))
  const body = patched.value
  if (!isJsonObject(body))
    return answerRefused(context, refuse(badRequest('the object provided is unrecognized (must be of type Scale)')))
  const replicas = at(body, 'spec', 'replicas') ?? 0
  const wanted = normalize(context, { ...current, spec: { ...objectAt(current, 'spec'), replicas } })
  if (isRefused(wanted)) return answerRefused(context, wanted)
  const updated = updateObject({ ...context, request: { ...request, subresource: '' } }, stored, wanted, 'patch')
  return isRefused(updated) ? answerRefused(context, updated) : answer(context, 200, scaleOf(updated))
}

function scaleOf(object: KubeObject): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  const labels = objectAt(object, 'spec', 'selector', 'matchLabels')
  const selector = Object.entries(labels)
    .map(([key, value]) => `${key}=${String(value)}`)
    .sort()
    .join(',')
  const status = at(object, 'status', 'replicas') ?? 0
  const metadata = { name, namespace, uid, resourceVersion, creationTimestamp } as KubeObject['metadata']
  const spec = { replicas: at(object, 'spec', 'replicas') ?? 0 }
  return { kind: 'Scale', apiVersion: 'autoscaling/v1', metadata, spec, status: { replicas: status, selector } }
}
