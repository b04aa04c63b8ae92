import type { StatusCause } from '../object/status.ts'
import { forbidden, notFound } from '../object/status-errors.ts'
import type { AdmissionRequest, PluginAnswer } from './admission.ts'

/**
 * A refusal by admission names the object; where its name is still to be generated, the prefix, and without either it
 * is `Unknown`. [apiserver pkg/admission/errors.go:NewForbidden; kubernetes.md 1.1.5, 3.2.4]
 */
export function forbid(request: AdmissionRequest, cause: string, causes: readonly StatusCause[] = []): PluginAnswer {
  return { refusal: forbidden(request.type, nameForRefusal(request), cause, causes) }
}

/** A refusal because an object is not there. [kubernetes.md 1.1.1] */
export function missing(resource: string, name: string): PluginAnswer {
  return { refusal: notFound({ group: '', resource }, name) }
}

/** [apiserver pkg/admission/errors.go:extractResourceName] */
export function nameForRefusal(request: AdmissionRequest): string {
  const metadata = request.object?.metadata
  return request.name || metadata?.name || metadata?.generateName || 'Unknown'
}

/** Whether the request is about an object of that resource itself, not about a subresource of it. */
export function isOf(request: AdmissionRequest, resource: string, group = ''): boolean {
  return request.type.resource === resource && request.type.group === group && request.subresource === ''
}
