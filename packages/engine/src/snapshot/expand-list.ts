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
  for (const value of list.items) {
    const offset = (isObject(value) ? starts.get(value) : undefined) ?? item.offset
    expand({ value, offset, list: list.header }, starts, out, problems)
  }
}

interface List {
  readonly items: readonly unknown[]
  readonly header: ListHeader
  readonly isHeadless: boolean
}

function listOf({ value, list }: Item): List | undefined {
  if (Array.isArray(value)) return { items: value, header: list, isHeadless: false }
  if (!isObject(value) || !Object.hasOwn(value, 'items')) return undefined
  const { items, kind, apiVersion } = value as Readonly<Record<string, unknown>>
  if (!Array.isArray(items) && items !== null) return undefined
  if (kind === undefined) {
    return Object.hasOwn(value, 'metadata') && Object.hasOwn(value, 'spec') ? undefined : headless(items)
  }
  if (typeof kind !== 'string' || !kind.endsWith('List')) return undefined
  const header = headerOfList(apiVersion, kind)
  return { items: items ?? [], header, isHeadless: false }
}

/** A `TenantList` says that its items are Tenants; a plain `List` says nothing of them. */
export function headerOfList(apiVersion: unknown, kind: unknown): ListHeader {
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !kind.endsWith('List') || kind === 'List') return {}
  return { apiVersion, kind: kind.slice(0, -'List'.length) }
}

function headless(items: readonly unknown[] | null): List {
  return { items: items ?? [], header: {}, isHeadless: true }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
