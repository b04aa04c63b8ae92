import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import { goQuote } from '../../../object/go-format.ts'
import { at, type Json, listAt, textAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import { compareQuantities, formatQuantity, parseQuantity, type Quantity } from '../../../object/quantity.ts'
import { none } from '../../../object/resource-list.ts'
import { allowed, deny } from '../answer.ts'

/**
 * A CustomQuota, of a namespace or of the cluster, limits to more than nothing. While it counts any usage its sources stay
 * and its limit is not below that usage. From the sources and the specification alone: no recording has one. Not modelled:
 * refusals of CEL expressions that do not compile. [internal/webhook/customquota/customquota_validating.go; extended D5.2]
 */
export function validateCustomQuota({ object, oldObject, operation }: AdmissionRequest): WebhookAnswer {
  if (!object || operation === 'DELETE') return allowed
  const limit = quantityAt(object, 'spec', 'limit')
  if (limit.nano <= 0n)
    return deny(`invalid spec.limit: quantity must not be negative or 0: ${goQuote(formatQuantity(limit))}`)
  const used = oldObject ? quantityAt(oldObject, 'status', 'usage', 'used') : none
  if (!oldObject || used.nano <= 0n) return allowed
  if (sourcesChanged(oldObject, object))
    return deny(
      `spec.sources cannot be changed while usage is recorded (usage: ${formatQuantity(used)}); create a new CustomQuota instead`,
    )
  if (compareQuantities(limit, used) >= 0) return allowed
  return deny(
    `spec.limit cannot be lowered below current usage (${formatQuantity(used)}); requested limit: ${formatQuantity(limit)}`,
  )
}

function quantityAt(object: KubeObject, ...path: readonly string[]): Quantity {
  const value = at(object, ...path)
  return (typeof value === 'string' || typeof value === 'number' ? parseQuantity(value) : undefined) ?? none
}

/** What a source selects, and its CEL expressions, may change. [internal/webhook/customquota/utils.go:sourcesChanged] */
function sourcesChanged(before: KubeObject, after: KubeObject): boolean {
  const [old, now] = [listAt(before.spec, 'sources'), listAt(after.spec, 'sources')]
  return old.length !== now.length || old.some((source, index) => !isSameSource(source, now[index]))
}

function isSameSource(a: Json, b: Json | undefined): boolean {
  return ['apiVersion', 'kind', 'path', 'op'].every((field) => (textAt(a, field) ?? '') === (textAt(b, field) ?? ''))
}
