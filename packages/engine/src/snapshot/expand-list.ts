import type { ListHeader, ParsedValue, Problem } from './source-text.ts'

/** What may be one object of Kubernetes, and what its List says of it. */
export interface Item {
  readonly value: unknown
  readonly offset: number
  readonly list: ListHeader
}

/**
 * Takes Lists apart: `v1 List`, `TenantList` and the like, bare lists, and Lists within Lists. Items without apiVersion and
 * kind get them from a List that is named after its kind, as the API server prints them.
 */
export function expandList(parsed: ParsedValue, problems: Problem[]): readonly Item[] {
  const items: Item[] = []
  expand({ value: parsed.value, offset: parsed.offset, list: parsed.list ?? {} }, parsed.starts, items, problems)
  return items
}

function expand(item: Item, starts: ReadonlyMap<object, number>, out: Item[], problems: Problem[]): void {
  const list = listOf(item)
  if (list === undefined) {
    out.push(item)
    return
  }
  if (list.isHeadless) {
    const message = 'a list of items without kind; it looks cut off, so its last item may lack its end'
    problems.push({ code: 'list-cut-off', message, offset: item.offset })
  }
  if (list.isPartial) {
    const message = `only the first ${list.items.length} items of a list that goes on; the rest is missing`
    problems.push({ code: 'list-partial', message, offset: item.offset })
  }
  for (const value of list.items) {
    const offset = (isObject(value) ? starts.get(value) : undefined) ?? item.offset
    expand({ value, offset, list: list.header }, starts, out, problems)
  }
}

interface List {
  readonly items: readonly unknown[]
  readonly header: ListHeader
  readonly isHeadless: boolean
  /** whether the API server gave only a part of it: it then says how to go on */
  readonly isPartial: boolean
}

function listOf({ value, list }: Item): List | undefined {
  if (Array.isArray(value)) return { items: value, header: list, isHeadless: false, isPartial: false }
  if (!isObject(value) || !Object.hasOwn(value, 'items')) return undefined
  const { items, kind, apiVersion } = value as Readonly<Record<string, unknown>>
  if (!Array.isArray(items) && items !== null) return undefined
  if (kind === undefined) {
    return Object.hasOwn(value, 'metadata') && Object.hasOwn(value, 'spec') ? undefined : headless(items)
  }
  if (typeof kind !== 'string' || !kind.endsWith('List')) return undefined
  const header = headerOfList(apiVersion, kind)
  return { items: items ?? [], header, isHeadless: false, isPartial: isPartial(value) }
}

/** A `TenantList` says that its items are Tenants; a plain `List` says nothing of them. */
export function headerOfList(apiVersion: unknown, kind: unknown): ListHeader {
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !kind.endsWith('List') || kind === 'List') return {}
  return { apiVersion, kind: kind.slice(0, -'List'.length) }
}

function headless(items: readonly unknown[] | null): List {
  return { items: items ?? [], header: {}, isHeadless: true, isPartial: false }
}

/** A list that was asked for with a limit has a token to go on with, and may say how much is left. [meta/v1 ListMeta] */
function isPartial(list: object): boolean {
  const { metadata } = list as { readonly metadata?: unknown }
  if (!isObject(metadata)) return false
  const { continue: token, remainingItemCount: left } = metadata as Readonly<Record<string, unknown>>
  return (typeof token === 'string' && token !== '') || (typeof left === 'number' && left > 0)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
