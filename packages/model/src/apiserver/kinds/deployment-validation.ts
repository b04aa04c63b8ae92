import { type FieldError, forbiddenField, invalid, notSupported } from '../../object/field-error.ts'
import { isJsonObject, type Json, type JsonObject, objectAt } from '../../object/json.ts'
import { numberErrors } from './workload-validation.ts'

/** How pods are replaced, and in what time. [pkg/apis/apps/validation/validation.go:ValidateDeploymentSpec] */
export function rolloutErrors(spec: JsonObject): readonly FieldError[] {
  const { progressDeadlineSeconds: deadline } = spec
  const tooSoon = typeof deadline === 'number' && deadline <= Number(spec.minReadySeconds ?? 0)
  return [
    ...strategyErrors(objectAt(spec, 'strategy'), 'spec.strategy'),
    ...numberErrors(spec, ['minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds']),
    ...(tooSoon ? [invalid('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds')] : []),
  ]
}

/** [ValidateDeploymentStrategy] */
function strategyErrors(strategy: JsonObject, path: string): readonly FieldError[] {
  const { type, rollingUpdate } = strategy
  if (type === 'Recreate') {
    const detail = "may not be specified when strategy `type` is 'Recreate'"
    return isJsonObject(rollingUpdate) ? [forbiddenField(`${path}.rollingUpdate`, detail)] : []
  }
  if (type !== 'RollingUpdate') {
    const printed = { Type: type ?? '', RollingUpdate: rollingUpdate ?? null }
    return [notSupported(path, printed, ['Recreate', 'RollingUpdate'])]
  }
  return rollingUpdateErrors(objectAt(strategy, 'rollingUpdate'), `${path}.rollingUpdate`)
}

/** [ValidateRollingUpdateDeployment] */
function rollingUpdateErrors(update: JsonObject, path: string): readonly FieldError[] {
  const { maxUnavailable = 0, maxSurge = 0 } = update
  const stuck = amountOf(maxUnavailable) === 0 && amountOf(maxSurge) === 0
  const isOver = isPercent(maxUnavailable) && amountOf(maxUnavailable) > 100
  return [
    ...amountErrors(maxUnavailable, `${path}.maxUnavailable`),
    ...amountErrors(maxSurge, `${path}.maxSurge`),
    ...(stuck ? [invalid(`${path}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0')] : []),
    ...(isOver ? [invalid(`${path}.maxUnavailable`, maxUnavailable, 'must not be greater than 100%')] : []),
  ]
}

const percentRule =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"

/** A whole number or a percentage. [ValidatePositiveIntOrPercent] */
function amountErrors(amount: Json, path: string): readonly FieldError[] {
  if (typeof amount === 'string') return isPercent(amount) ? [] : [invalid(path, amount, percentRule)]
  return Number(amount) < 0 ? [invalid(path, amount, 'must be greater than or equal to 0')] : []
}

function isPercent(amount: Json): boolean {
  return typeof amount === 'string' && /^[0-9]+%$/.test(amount)
}

function amountOf(amount: Json): number {
  return isPercent(amount) ? Number.parseInt(String(amount), 10) : typeof amount === 'number' ? amount : 0
}
