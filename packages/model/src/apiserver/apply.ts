import { formatApiVersion } from '../object/gvk.ts'
import { at, isJsonObject, type Json, type JsonObject, listAt } from '../object/json.ts'
import type { KubeObject } from '../object/kube-object.ts'
import { badRequest, conflict } from '../object/status-errors.ts'
import type { Response } from '../request/request.ts'
import { createObject } from './create.ts'
import { decodeObject, normalize } from './decode.ts'
import { appliedTo } from './managed-fields/manage-fields.ts'
import { isRefused, type Refused, refuse } from './refusal.ts'
import { answer, answerRefused, type RequestContext, storedObject } from './request-context.ts'
import { asNamedInRequest, updateObject } from './update.ts'

/**
 * Server-side apply: what is absent is created, what is there gets the fields of the configuration.
 * [endpoints/handlers/patch.go applyPatcher; kubernetes.md 1.4.8, 7.7]
 */
export function apply(context: RequestContext): Response {
  const { request } = context
  if (!isJsonObject(request.body))
    return answerRefused(context, refuse(badRequest('error decoding YAML: the configuration is no object')))
  const misfit = misfitOf(context, request.body)
  if (misfit) return answerRefused(context, refuse(badRequest(misfit)))
  const current = storedObject(context)
  const applied = current ? applyOnto(context, current, request.body) : createApplied(context, request.body)
  if (isRefused(applied)) return answerRefused(context, applied)
  return answer(context, current ? 200 : 201, applied)
}

/** [structured-merge-diff fieldmanager; kubernetes.md 7.7.2, 7.7.4] */
function misfitOf({ type }: RequestContext, configuration: Json): string | undefined {
  const given = at(configuration, 'apiVersion')
  const expected = formatApiVersion(type.group, type.version)
  if (listAt(configuration, 'metadata', 'managedFields').length > 0) return 'metadata.managedFields must be nil'
  if (given === undefined || given === expected) return undefined
  return `Incorrect version specified in apply patch. Specified patch version: ${String(given)}, expected: ${expected}`
}

function createApplied(context: RequestContext, configuration: JsonObject): KubeObject | Refused {
  const decoded = decodeObject(context)
  if (isRefused(decoded)) return decoded
  const { uid } = decoded.metadata
  const { type, request } = context
  const mismatch = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`
  if (uid) return refuse(conflict(type, request.name ?? '', mismatch))
  const named = asNamedInRequest(context, decoded)
  if (isRefused(named)) return named
  const managed = appliedTo(context, undefined, configuration)
  return isRefused(managed) ? managed : createObject(context, named, 'apply', managed.metadata.managedFields)
}

function applyOnto(context: RequestContext, stored: KubeObject, configuration: JsonObject): KubeObject | Refused {
  const applied = appliedTo(context, stored, configuration)
  const wanted = isRefused(applied) ? applied : normalize(context, applied)
  const named = isRefused(wanted) ? wanted : asNamedInRequest(context, wanted)
  return isRefused(named) ? named : updateObject(context, stored, named, 'patch')
}
