import type { Environment } from '@marcbachmann/cel-js'
import { isCelEqual } from '../equality.ts'
import { celFailure } from '../evaluation.ts'

type List = readonly unknown[]
type Ordered = number | bigint | string | boolean | Date

/**
 * Functions on lists: order, sum, and where an item stands.
 * [apiserver pkg/cel/library/lists.go; cel-go ext/lists.go: distinct, slice, reverse; the rest of these is not modelled]
 */
export function addLists(environment: Environment): void {
  environment
    .registerFunction('list.isSorted(): bool', (list: List) => isSorted(list as readonly Ordered[]))
    .registerFunction('list.sum(): dyn', sum)
    .registerFunction('list.min(): dyn', (list: List) => extreme(list, 'min', (a, b) => a < b))
    .registerFunction('list.max(): dyn', (list: List) => extreme(list, 'max', (a, b) => a > b))
    .registerFunction('list.indexOf(dyn): int', (list: List, item: unknown) =>
      BigInt(list.findIndex((other) => isCelEqual(other, item))),
    )
    .registerFunction('list.lastIndexOf(dyn): int', (list: List, item: unknown) =>
      BigInt(list.findLastIndex((other) => isCelEqual(other, item))),
    )
    .registerFunction('list.distinct(): list', distinct)
    .registerFunction('list.reverse(): list', (list: List) => list.toReversed())
    .registerFunction('list.slice(int, int): list', slice)
}

function isSorted(list: readonly Ordered[]): boolean {
  return list.every((item, index) => index === 0 || (list[index - 1] ?? item) <= item)
}

function sum(list: List): unknown {
  if (list.length === 0) return 0n
  if (list.every((item) => typeof item === 'bigint')) return list.reduce((total, item) => total + item, 0n)
  if (list.every((item) => typeof item === 'number' || typeof item === 'bigint'))
    return list.reduce((total: number, item) => total + Number(item), 0)
  throw celFailure('no such overload')
}

function extreme(list: List, name: string, isBetter: (a: Ordered, b: Ordered) => boolean): unknown {
  if (list.length === 0) throw celFailure(`${name} called on empty list`)
  return (list as readonly Ordered[]).reduce((best, item) => (isBetter(item, best) ? item : best))
}

function distinct(list: List): List {
  return list.filter((item, index) => list.findIndex((other) => isCelEqual(other, item)) === index)
}

function slice(list: List, start: bigint, end: bigint): List {
  if (start < 0n || end < 0n) throw celFailure(`cannot slice(${start}, ${end}), negative indexes not supported`)
  if (start > end)
    throw celFailure(`cannot slice(${start}, ${end}), start index must be less than or equal to end index`)
  if (end > BigInt(list.length)) throw celFailure(`cannot slice(${start}, ${end}), list is length ${list.length}`)
  return list.slice(Number(start), Number(end))
}
