import { duplicate, type FieldError, forbiddenField, invalid, required } from '../../object/field-error.ts'
import { type JsonObject, listAt, objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { qualifiedNameMessages } from '../../object/name-validation.ts'
import { compareQuantities, formatQuantity, type Quantity } from '../../object/quantity.ts'
import { one, parseResources, resourceNames } from '../../object/resource-list.ts'
import { eachOf, invalidWith } from './field-path.ts'
import { containerNameErrors, resourceNameErrors } from './resource-names.ts'

const types: readonly string[] = ['Pod', 'Container', 'PersistentVolumeClaim']

/** One item a type, and bounds that leave room. [pkg/apis/core/validation/validation.go:ValidateLimitRange] */
export function validateLimitRange(limitRange: KubeObject): readonly FieldError[] {
  const given = listAt(limitRange, 'spec', 'limits').map((item) => textAt(item, 'type') ?? '')
  return eachOf(objectAt(limitRange, 'spec'), 'limits', 'spec', (item, path, index) => {
    const type = given[index] ?? ''
    return [
      ...typeNameErrors(type, `${path}.type`),
      ...(given.indexOf(type) < index ? [duplicate(`${path}.type`, type)] : []),
      ...nameErrors(item, path, type, ['max', 'min']),
      ...(type === 'Pod' ? defaultErrors(item, path) : nameErrors(item, path, type, ['default', 'defaultRequest'])),
      ...storageErrors(item, path, type),
      ...nameErrors(item, path, type, ['maxLimitRequestRatio']),
      ...boundErrors(item, path),
    ]
  })
}

/** [validation.go:validateLimitRangeTypeName] */
function typeNameErrors(type: string, path: string): readonly FieldError[] {
  const errors = invalidWith(path, type, qualifiedNameMessages(type))
  if (errors.length > 0 || types.includes(type) || type.includes('/')) return errors
  return [invalid(path, type, 'must be a standard limit type or fully qualified')]
}

function nameErrors(item: JsonObject, path: string, type: string, fields: readonly string[]): readonly FieldError[] {
  const ofName = type === 'Container' || type === 'Pod' ? containerNameErrors : resourceNameErrors
  return fields.flatMap((field) =>
    resourceNames(parseResources(item[field])).flatMap((name) => ofName(name, `${path}.${field}[${name}]`)),
  )
}

function defaultErrors(item: JsonObject, path: string): readonly FieldError[] {
  const refused = ['default', 'defaultRequest'].filter((field) => Object.keys(objectAt(item, field)).length > 0)
  return refused.map((field) => forbiddenField(`${path}.${field}`, "may not be specified when `type` is 'Pod'"))
}

function storageErrors(item: JsonObject, path: string, type: string): readonly FieldError[] {
  const bounded = ['min', 'max'].some((field) => objectAt(item, field).storage !== undefined)
  const detail = 'either minimum or maximum storage value is required, but neither was provided'
  return type === 'PersistentVolumeClaim' && !bounded ? [required(`${path}.limits`, detail)] : []
}

interface Order {
  readonly lower: string
  readonly upper: string
  /** the field that the error is of, and of which the amount is printed */
  readonly field: string
  readonly printed: string
  readonly words: readonly [string, string]
}

/** Pairs of which the first is not above the second; as upstream, some errors print the amount of the other field. */
const orders: readonly Order[] = [
  { lower: 'min', upper: 'max', field: 'min', printed: 'min', words: ['min', 'max'] },
  {
    lower: 'min',
    upper: 'defaultRequest',
    field: 'defaultRequest',
    printed: 'defaultRequest',
    words: ['min', 'default request'],
  },
  {
    lower: 'defaultRequest',
    upper: 'max',
    field: 'defaultRequest',
    printed: 'defaultRequest',
    words: ['default request', 'max'],
  },
  {
    lower: 'defaultRequest',
    upper: 'default',
    field: 'defaultRequest',
    printed: 'defaultRequest',
    words: ['default request', 'default limit'],
  },
  { lower: 'min', upper: 'default', field: 'default', printed: 'min', words: ['min', 'default'] },
  { lower: 'default', upper: 'max', field: 'default', printed: 'max', words: ['default', 'max'] },
]

function boundErrors(item: JsonObject, path: string): readonly FieldError[] {
  const names = new Set(
    ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'].flatMap((field) =>
      Object.keys(objectAt(item, field)),
    ),
  )
  const amount = (field: string, name: string): Quantity | undefined => parseResources(item[field])[name]
  return [...names].sort().flatMap((name) => [
    ...orders.flatMap(({ lower, upper, field, printed, words }) => {
      const [low, high] = [amount(lower, name), amount(upper, name)]
      if (!low || !high || compareQuantities(low, high) <= 0) return []
      const detail = `${words[0]} value ${formatQuantity(low)} is greater than ${words[1]} value ${formatQuantity(high)}`
      return [invalid(`${path}.${field}[${name}]`, formatQuantity(printed === lower ? low : high), detail)]
    }),
    ...ratioErrors(item, name, `${path}.maxLimitRequestRatio[${name}]`),
  ])
}

/** A ratio is at least 1, and not beyond what the bounds allow. */
function ratioErrors(item: JsonObject, name: string, path: string): readonly FieldError[] {
  const [ratio, min, max] = ['maxLimitRequestRatio', 'min', 'max'].map((field) => parseResources(item[field])[name])
  if (!ratio) return []
  const printed = formatQuantity(ratio)
  const widest = min && max ? Number(max.nano) / Number(min.nano) : undefined
  const isWider = widest !== undefined && Number(ratio.nano) / Number(one.nano) > widest
  return [
    ...(compareQuantities(ratio, one) < 0 ? [invalid(path, printed, `ratio ${printed} is less than 1`)] : []),
    ...(isWider ? [invalid(path, printed, `ratio ${printed} is greater than max/min = ${widest.toFixed(6)}`)] : []),
  ]
}
