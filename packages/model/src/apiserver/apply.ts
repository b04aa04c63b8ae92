import { required } from '../object/field-error.ts'
import { isJsonObject, type Json } from '../object/json.ts'
import type { KubeObject } from '../object/kube-object.ts'
import { applyMergePatch } from '../object/merge-patch.ts'
import { badRequest, invalidObject } from '../object/status-errors.ts'
import { applyStrategicMergePatch } from '../object/strategic-merge-patch.ts'
import type { Response } from '../request/request.ts'
import { createObject } from './create.ts'
import { decodeObject, normalize } from './decode.ts'
import { isRefused, type Refused, refuse } from './refusal.ts'
import { answer, answerRefused, inRequestedVersion, type RequestContext, storedObject } from './request-context.ts'
import { updateObject } from './update.ts'

/**
 * Server-side apply: what is absent is created, what is there gets the fields of the configuration.
 * [endpoints/handlers/patch.go applyPatcher; kubernetes.md 1.4.8, 7.7]
 *
 * Not modelled: who manages which field. So nothing conflicts, and a field that the manager no longer sends stays.
 */
export function apply(context: RequestContext): Response {
  const { request } = context
  if (!request.query?.fieldManager) {
    const missing = required('fieldManager', 'is required for apply patch')
    return answerRefused(context, refuse(invalidObject('PatchOptions', 'meta.k8s.io', '', [missing])))
  }
  if (!isJsonObject(request.body))
    return answerRefused(context, refuse(badRequest('error decoding YAML: the configuration is no object')))
  const current = storedObject(context)
  const applied = current ? applyOnto(context, current, request.body) : createApplied(context)
  if (isRefused(applied)) return answerRefused(context, applied)
  return answer(context, current ? 200 : 201, applied)
}

function createApplied(context: RequestContext): KubeObject | Refused {
  const decoded = decodeObject(context)
  if (isRefused(decoded)) return decoded
  const name = context.request.name ?? decoded.metadata.name
  return createObject(context, { ...decoded, metadata: { ...decoded.metadata, name } })
}

function applyOnto(context: RequestContext, stored: KubeObject, configuration: Json): KubeObject | Refused {
  const current = inRequestedVersion(context, stored)
  const { type } = context
  const merged = type.custom
    ? applyMergePatch(current, configuration)
    : applyStrategicMergePatch(current, configuration, type.group, type.kind)
  if ('refusal' in merged) return refuse(merged.refusal)
  if (!isJsonObject(merged.value)) return refuse(badRequest('error decoding patch: the patched document is no object'))
  const wanted = normalize(context, merged.value)
  return isRefused(wanted) ? wanted : updateObject(context, stored, wanted, 'patch')
}
