import { type FieldError, invalid } from '../../object/field-error.ts'
import { qualifiedNameMessages } from '../../object/name-validation.ts'
import { formatQuantity, type Quantity } from '../../object/quantity.ts'
import { one } from '../../object/resource-list.ts'
import { invalidWith } from './field-path.ts'

/** What is counted in whole numbers. [pkg/apis/core/helper/helpers.go:integerResources] */
const integers: readonly string[] = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
]

const ofContainers: readonly string[] = ['cpu', 'memory', 'ephemeral-storage']

const ofQuotas: readonly string[] = [
  ...integers,
  ...ofContainers,
  ...ofContainers.flatMap((name) => [`requests.${name}`, `limits.${name}`]),
  'requests.storage',
]

const hugePages = /^(requests\.)?hugepages-/

/** Names with a domain are everybody's; others are known. [validation.go:validateResourceName] */
export function resourceNameErrors(name: string, path: string): readonly FieldError[] {
  const errors = invalidWith(path, name, qualifiedNameMessages(name))
  if (errors.length > 0) return errors
  const known = name.includes('/') || name === 'storage' || isQuotaName(name)
  return known ? [] : [invalid(path, name, 'must be a standard resource type or fully qualified')]
}

/** [validation.go:ValidateResourceQuotaResourceName] */
export function quotaNameErrors(name: string, path: string): readonly FieldError[] {
  const unknown =
    name.includes('/') || isQuotaName(name) ? [] : [invalid(path, name, 'must be a standard resource for quota')]
  return [...resourceNameErrors(name, path), ...unknown]
}

/** What the control plane counts by itself. [pkg/apis/core/helper:IsStandardQuotaResourceName] */
export function isQuotaName(name: string): boolean {
  return ofQuotas.includes(name) || hugePages.test(name)
}

/** [validation.go:validateContainerResourceName] */
export function containerNameErrors(name: string, path: string): readonly FieldError[] {
  return [...resourceNameErrors(name, path), ...containerRuleErrors(name, path)]
}

function containerRuleErrors(name: string, path: string): readonly FieldError[] {
  if (name.includes('/')) {
    const fits = name.includes('kubernetes.io/') || isExtended(name)
    return fits ? [] : [invalid(path, name, "doesn't follow extended resource name standard")]
  }
  const known = ofContainers.includes(name) || name.startsWith('hugepages-')
  return known ? [] : [invalid(path, name, 'must be a standard resource for containers')]
}

/** What devices and others add, counted in whole numbers. [pkg/apis/core/helper:IsExtendedResourceName] */
function isExtended(name: string): boolean {
  const isNative = !name.includes('/') || name.includes('kubernetes.io/')
  return !isNative && !name.startsWith('requests.') && qualifiedNameMessages(`requests.${name}`).length === 0
}

/** Never negative, and whole where it is counted. [validation.go:ValidateResourceQuantityValue] */
export function amountErrors(name: string, amount: Quantity, path: string): readonly FieldError[] {
  const broken = (integers.includes(name) || isExtended(name)) && amount.nano % one.nano !== 0n
  return [
    ...negativeErrors(amount, path),
    ...(broken ? [invalid(path, formatQuantity(amount), 'must be an integer')] : []),
  ]
}

/** [validation.go:ValidateNonnegativeQuantity] */
function negativeErrors(quantity: Quantity, path: string): readonly FieldError[] {
  return quantity.nano < 0n ? [invalid(path, formatQuantity(quantity), 'must be greater than or equal to 0')] : []
}
