import { qualified } from '../../object/gvk.ts'
import type { Status, StatusCause, StatusReason } from '../../object/status.ts'
import type { AdmissionRequest, PluginAnswer, Refusal } from '../admission.ts'

/**
 * A refusal by admission names the object; where its name is still to be generated, the prefix, and without either it
 * is `Unknown`. [apiserver pkg/admission/errors.go:NewForbidden; kubernetes.md 1.1.5, 3.2.4]
 */
export function forbid(request: AdmissionRequest, cause: string, causes: readonly StatusCause[] = []): PluginAnswer {
  return { refusal: forbidden(request, cause, causes) }
}

export function forbidden(request: AdmissionRequest, cause: string, causes: readonly StatusCause[] = []): Refusal {
  const name = nameOf(request)
  const resource = qualified(request.type.resource, request.type.group)
  return refusal(request.type, name, 403, 'Forbidden', `${resource} "${name}" is forbidden: ${cause}`, causes)
}

/** A refusal because an object is not there. [kubernetes.md 1.1.1] */
export function notFound(resource: string, group: string, name: string): PluginAnswer {
  const message = `${qualified(resource, group)} "${name}" not found`
  return { refusal: refusal({ resource, group }, name, 404, 'NotFound', message, []) }
}

function nameOf(request: AdmissionRequest): string {
  const metadata = request.object?.metadata
  return request.name || metadata?.name || metadata?.generateName || 'Unknown'
}

function refusal(
  type: { readonly resource: string; readonly group: string },
  name: string,
  code: number,
  reason: StatusReason,
  message: string,
  causes: readonly StatusCause[],
): Refusal {
  const details = {
    name,
    ...(type.group ? { group: type.group } : {}),
    kind: type.resource,
    ...(causes.length > 0 ? { causes: causes.map((cause) => ({ ...cause })) } : {}),
  }
  const body: Status = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    details,
    code,
  }
  return { code, body }
}
