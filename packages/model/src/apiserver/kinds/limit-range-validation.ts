import { duplicate, type FieldError, forbiddenField, invalid, required } from '../../object/field-error.ts'
import { type JsonObject, listAt, objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { compareQuantities, formatQuantity, type Quantity } from '../../object/quantity.ts'
import { one, parseResources, resourceNames } from '../../object/resource-list.ts'
import { eachOf } from './field-path.ts'
import { containerNameErrors } from './quota-resource-names.ts'

const types: readonly string[] = ['Pod', 'Container', 'PersistentVolumeClaim']

/** One item a type, and bounds that leave room. [pkg/apis/core/validation/validation.go:ValidateLimitRange] */
export function validateLimitRange(limitRange: KubeObject): readonly FieldError[] {
  const given = listAt(limitRange, 'spec', 'limits').map((item) => textAt(item, 'type') ?? '')
  return eachOf(objectAt(limitRange, 'spec'), 'limits', 'spec', (item, path, index) => {
    const type = given[index] ?? ''
    const known = types.includes(type) || type.includes('/')
    return [
      ...(known ? [] : [invalid(`${path}.type`, type, 'must be a standard limit type or fully qualified')]),
      ...(given.indexOf(type) < index ? [duplicate(`${path}.type`, type)] : []),
      ...nameErrors(item, path, type),
      ...typeErrors(item, path, type),
      ...boundErrors(item, path),
    ]
  })
}

function nameErrors(item: JsonObject, path: string, type: string): readonly FieldError[] {
  if (type !== 'Container' && type !== 'Pod') return []
  const fields = ['max', 'min', ...(type === 'Pod' ? [] : ['default', 'defaultRequest']), 'maxLimitRequestRatio']
  return fields.flatMap((field) =>
    resourceNames(parseResources(item[field])).flatMap((name) =>
      containerNameErrors(name, `${path}.${field}[${name}]`),
    ),
  )
}

function typeErrors(item: JsonObject, path: string, type: string): readonly FieldError[] {
  const given = (field: string): boolean => Object.keys(objectAt(item, field)).length > 0
  if (type === 'Pod') {
    const refused = ['default', 'defaultRequest'].filter(given)
    return refused.map((field) => forbiddenField(`${path}.${field}`, "may not be specified when `type` is 'Pod'"))
  }
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
    ...ratioErrors(amount('maxLimitRequestRatio', name), `${path}.maxLimitRequestRatio[${name}]`),
  ])
}

function ratioErrors(ratio: Quantity | undefined, path: string): readonly FieldError[] {
  if (!ratio || compareQuantities(ratio, one) >= 0) return []
  return [invalid(path, formatQuantity(ratio), `ratio ${formatQuantity(ratio)} is less than 1`)]
}
