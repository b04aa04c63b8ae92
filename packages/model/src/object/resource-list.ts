import { type Json, type JsonObject, objectAt } from './json.ts'
import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  isZeroQuantity,
  parseQuantity,
  type Quantity,
  subtractQuantities,
} from './quantity.ts'

/** Amounts by the name of a resource: requests, limits, what a quota allows. [api/core/v1 ResourceList] */
export type ResourceList = Readonly<Record<string, Quantity>>

export const none: Quantity = { nano: 0n, format: 'DecimalSI' }
export const one: Quantity = { nano: 1_000_000_000n, format: 'DecimalSI' }

export function count(amount: number): Quantity {
  return { nano: BigInt(amount) * one.nano, format: 'DecimalSI' }
}

/** What reads as a quantity of the list; other values are left out. */
export function parseResources(list: Json | undefined): ResourceList {
  const parsed: Record<string, Quantity> = {}
  for (const [name, text] of Object.entries(objectAt(list))) {
    const quantity = typeof text === 'string' || typeof text === 'number' ? parseQuantity(text) : undefined
    if (quantity) parsed[name] = quantity
  }
  return parsed
}

export function formatResources(list: ResourceList): JsonObject {
  return Object.fromEntries(resourceNames(list).map((name) => [name, formatQuantity(list[name] ?? none)]))
}

/** Names in order of their bytes. */
export function resourceNames(list: ResourceList): readonly string[] {
  return Object.keys(list).sort()
}

/** Per name the sum. [pkg/quota/v1/resources.go:Add] */
export function addResources(a: ResourceList, b: ResourceList): ResourceList {
  const sum: Record<string, Quantity> = { ...a }
  for (const [name, quantity] of Object.entries(b)) {
    const before = a[name]
    sum[name] = before ? addQuantities(before, quantity) : quantity
  }
  return sum
}

/** Per name the greater. [pkg/quota/v1/resources.go:Max] */
export function maxResources(a: ResourceList, b: ResourceList): ResourceList {
  const max: Record<string, Quantity> = { ...a }
  for (const [name, quantity] of Object.entries(b)) {
    const before = a[name]
    if (!before || compareQuantities(quantity, before) > 0) max[name] = quantity
  }
  return max
}

/** Per name of either the difference, never below zero. [pkg/quota/v1/resources.go:SubtractWithNonNegativeResult] */
export function subtractResources(a: ResourceList, b: ResourceList): ResourceList {
  const rest: Record<string, Quantity> = {}
  for (const [name, quantity] of Object.entries(a)) {
    const difference = subtractQuantities(quantity, b[name] ?? none)
    rest[name] = difference.nano < 0n ? none : difference
  }
  for (const name of Object.keys(b)) rest[name] ??= none
  return rest
}

export function maskResources(list: ResourceList, names: readonly string[]): ResourceList {
  return Object.fromEntries(Object.entries(list).filter(([name]) => names.includes(name)))
}

export function withoutZeros(list: ResourceList): ResourceList {
  return Object.fromEntries(Object.entries(list).filter(([, quantity]) => !isZeroQuantity(quantity)))
}

/** Same names, same amounts. [pkg/quota/v1/resources.go:Equals] */
export function equalResources(a: ResourceList, b: ResourceList): boolean {
  const names = Object.keys(a)
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => {
      const [left, right] = [a[name], b[name]]
      return left !== undefined && right !== undefined && compareQuantities(left, right) === 0
    })
  )
}

/** Names of which the list has more than the limit. [pkg/quota/v1/resources.go:LessThanOrEqual] */
export function exceededNames(list: ResourceList, limits: ResourceList): readonly string[] {
  return resourceNames(list).filter((name) => {
    const limit = limits[name]
    return limit !== undefined && compareQuantities(list[name] ?? none, limit) > 0
  })
}
