import { isJsonObject, type Json } from '../object/json.ts'
import { applyJsonPatch } from '../object/json-patch.ts'
import type { KubeObject } from '../object/kube-object.ts'
import { applyMergePatch } from '../object/merge-patch.ts'
import { badRequest, notFound, unsupportedMediaType } from '../object/status-errors.ts'
import { applyStrategicMergePatch } from '../object/strategic-merge-patch.ts'
import type { Response } from '../request/request.ts'
import { apply } from './apply.ts'
import { normalize } from './decode.ts'
import { updatedBy } from './managed-fields/manage-fields.ts'
import { isRefused, type Refused, refuse } from './refusal.ts'
import { answer, answerRefused, inRequestedVersion, type RequestContext, storedObject } from './request-context.ts'
import { refuseOptions } from './request-options.ts'
import { asNamedInRequest, updateObject } from './update.ts'

/** PATCH of one object: the patch is computed on what is stored, then it is an update. [endpoints/handlers/patch.go; kubernetes.md 1.4.5, 7.6] */
export function patch(context: RequestContext): Response {
  const { request, type } = context
  if (type.custom && request.patchType === 'strategic')
    return answerRefused(context, refuse(unsupportedMediaType(patchTypesOfCustomResources)))
  const options = refuseOptions(context)
  if (options) return answerRefused(context, options)
  if (request.patchType === 'apply') return apply(context)
  const current = storedObject(context)
  if (!current) return answerRefused(context, refuse(notFound(type, request.name ?? '')))
  const patched = patchDocument(context, inRequestedVersion(context, current))
  const managed = isRefused(patched) ? patched : updatedBy(context, current, patched)
  const updated = isRefused(managed) ? managed : updateObject(context, current, managed, 'patch')
  return isRefused(updated) ? answerRefused(context, updated) : answer(context, 200, updated)
}

const patchTypesOfCustomResources: readonly string[] = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/apply-patch+yaml',
]

function patchDocument(context: RequestContext, current: KubeObject): KubeObject | Refused {
  const document = applyPatch(context, current)
  if (isRefused(document)) return document
  if (!isJsonObject(document)) return refuse(badRequest('error decoding patch: the patched document is no object'))
  const patched = normalize(context, document)
  return isRefused(patched) ? patched : asNamedInRequest(context, patched)
}

function applyPatch(context: RequestContext, current: KubeObject): Json | Refused {
  const { patchType, body = null } = context.request
  const patched =
    patchType === 'json'
      ? applyJsonPatch(current, body)
      : patchType === 'strategic'
        ? applyStrategicMergePatch(current, body, context.type.group, context.type.kind)
        : applyMergePatch(current, body)
  return 'refusal' in patched ? refuse(patched.refusal) : patched.value
}
