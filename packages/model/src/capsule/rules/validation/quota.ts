import { goQuote } from '../../../object/go-format.ts'
import { dns1123LabelMessages } from '../../../object/name-validation.ts'
import { parseQuantity } from '../../../object/quantity.ts'
import type { RuleQuota } from '../../tenant/tenant.ts'
import { firstOf } from './problems.ts'

/**
 * A quota has a name, one of its own among all rules (`paths` by name), and limits that are not negative.
 * [validateQuotaRules; core V3.5]
 */
export function quotaProblem(
  path: string,
  quotas: readonly RuleQuota[] | undefined,
  paths: Map<string, string>,
): string | undefined {
  return firstOf(quotas, (quota, index) => {
    const at = `${path}.quota[${index}]`
    const messages = dns1123LabelMessages(quota.name)
    if (messages.length > 0) return `${at}.name ${goQuote(quota.name)} is invalid: ${messages.join('; ')}`
    const previous = paths.get(quota.name)
    if (previous !== undefined)
      return `${at}.name ${goQuote(quota.name)} is invalid: quota name is already used by ${previous}`
    paths.set(quota.name, at)
    return hardProblem(`${at}.hard`, quota)
  })
}

function hardProblem(path: string, quota: RuleQuota): string | undefined {
  const hard = Object.entries(quota.hard ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))
  if (hard.length === 0) return `${path} is invalid: at least one resource is required`
  return firstOf(hard, ([name, value]) =>
    isNegative(value) ? `${path}[${goQuote(name)}] is invalid: quantity must not be negative` : undefined,
  )
}

export function isNegative(value: unknown): boolean {
  const quantity = typeof value === 'string' || typeof value === 'number' ? parseQuantity(value) : undefined
  return quantity !== undefined && quantity.nano < 0n
}
