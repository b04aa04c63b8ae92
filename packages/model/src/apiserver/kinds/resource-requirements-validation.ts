import { type FieldError, invalid, required } from '../../object/field-error.ts'
import type { JsonObject } from '../../object/json.ts'
import { compareQuantities, formatQuantity, type Quantity } from '../../object/quantity.ts'
import { none, parseResources, resourceNames } from '../../object/resource-list.ts'
import { amountErrors, containerNameErrors } from './resource-names.ts'

/** A container's amounts are not negative, and it requests no more than its limits. [pkg/apis/core/validation/validation.go:validateResourceRequirements] */
export function resourceRequirementErrors(resources: JsonObject, path: string): readonly FieldError[] {
  const limits = parseResources(resources.limits)
  const requests = parseResources(resources.requests)
  return [
    ...resourceNames(limits).flatMap((name) => ofResource(name, limits[name] ?? none, `${path}.limits[${name}]`)),
    ...resourceNames(requests).flatMap((name) => [
      ...ofResource(name, requests[name] ?? none, `${path}.requests[${name}]`),
      ...requestErrors(name, requests[name] ?? none, limits[name], path),
    ]),
  ]
}

function ofResource(name: string, amount: Quantity, path: string): readonly FieldError[] {
  return [...containerNameErrors(name, path), ...amountErrors(name, amount, path)]
}

function requestErrors(name: string, request: Quantity, limit: Quantity | undefined, path: string): FieldError[] {
  if (!limit) {
    const detail = 'Limit must be set for non overcommitable resources'
    return mayBeOvercommitted(name) ? [] : [required(`${path}.limits`, detail)]
  }
  const order = compareQuantities(request, limit)
  const bound = `${name} limit of ${formatQuantity(limit)}`
  const amount = formatQuantity(request)
  if (order !== 0 && !mayBeOvercommitted(name))
    return [invalid(`${path}.requests`, amount, `must be equal to ${bound}`)]
  return order > 0 ? [invalid(`${path}.requests`, amount, `must be less than or equal to ${bound}`)] : []
}

/** Native resources but huge pages. [pkg/apis/core/helper:IsOvercommitAllowed] */
function mayBeOvercommitted(name: string): boolean {
  const isNative = !name.includes('/') || name.includes('kubernetes.io/')
  return isNative && !name.startsWith('hugepages-')
}
