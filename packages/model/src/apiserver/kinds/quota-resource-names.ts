import { type FieldError, invalid } from '../../object/field-error.ts'
import { qualifiedNameMessages } from '../../object/name-validation.ts'
import { formatQuantity, type Quantity } from '../../object/quantity.ts'
import { one } from '../../object/resource-list.ts'
import { invalidWith } from './field-path.ts'
import { negativeErrors } from './resource-requirements-validation.ts'

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

/** Names with a domain are everybody's; others are known. [validation.go:ValidateResourceQuotaResourceName] */
export function quotaNameErrors(name: string, path: string): readonly FieldError[] {
  const known = name.includes('/') || ofQuotas.includes(name) || /^(requests\.)?hugepages-/.test(name)
  return [
    ...invalidWith(path, name, qualifiedNameMessages(name)),
    ...(known ? [] : [invalid(path, name, 'must be a standard resource for quota')]),
  ]
}

/** [validation.go:validateContainerResourceName] */
export function containerNameErrors(name: string, path: string): readonly FieldError[] {
  const known = name.includes('/') || ofContainers.includes(name) || name.startsWith('hugepages-')
  return [
    ...invalidWith(path, name, qualifiedNameMessages(name)),
    ...(known ? [] : [invalid(path, name, 'must be a standard resource for containers')]),
  ]
}

/** Never negative, and whole where it is counted. [validation.go:ValidateResourceQuantityValue] */
export function amountErrors(name: string, amount: Quantity, path: string): readonly FieldError[] {
  const broken = integers.includes(name) && amount.nano % one.nano !== 0n
  return [
    ...negativeErrors(amount, path),
    ...(broken ? [invalid(path, formatQuantity(amount), 'must be an integer')] : []),
  ]
}
