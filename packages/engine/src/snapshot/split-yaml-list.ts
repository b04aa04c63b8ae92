import { headerOfList } from './expand-list.ts'
import type { ListHeader } from './source-text.ts'
import type { YamlDocumentText } from './split-yaml.ts'

export interface YamlListText {
  readonly header: ListHeader
  /** each item as a document of its own, with its dash blanked out */
  readonly items: readonly YamlDocumentText[]
}

/**
 * Cuts a List in YAML at the dashes of its items, by lines alone, so that it works where the list as a whole is broken.
 * Everything of an item stands right of its dash, block scalars too, so a dash in that column begins the next.
 */
export function splitYamlList(text: string): YamlListText | undefined {
  const start = /^(?:items:[ \t]*\n)/m.exec(text)
  if (start === null) return undefined
  const bodyStart = start.index + start[0].length
  const indent = /^( *)-(?: |$)/m.exec(text.slice(bodyStart))?.[1]
  if (indent === undefined) return undefined
  const bodyEnd = endOfBody(text, bodyStart, indent.length)
  const dash = new RegExp(`^${indent}-(?= |$)`, 'gm')
  const starts = [...text.slice(bodyStart, bodyEnd).matchAll(dash)].map((match) => bodyStart + match.index)
  const items = starts.map((from, index) => itemOf(text, from, starts[index + 1] ?? bodyEnd, indent))
  const rest = text.slice(0, start.index) + text.slice(bodyEnd)
  return { header: headerOfList(fieldOf(rest, 'apiVersion'), fieldOf(rest, 'kind')), items }
}

function itemOf(text: string, from: number, to: number, indent: string): YamlDocumentText {
  return { text: `${indent} ${text.slice(from + indent.length + 1, to)}`, offset: from }
}

/** The first line after the items: a field of the List. */
function endOfBody(text: string, from: number, indent: number): number {
  for (let at = from; at < text.length; ) {
    const lineEnd = text.indexOf('\n', at)
    const line = text.slice(at, lineEnd < 0 ? text.length : lineEnd)
    const column = line.search(/[^ ]/)
    const isOutside = column >= 0 && column <= indent && line[column] !== '-' && line[column] !== '#'
    if (isOutside) return at
    at = lineEnd < 0 ? text.length : lineEnd + 1
  }
  return text.length
}

function fieldOf(text: string, field: string): string | undefined {
  return new RegExp(`^${field}:[ \\t]+["']?([^\\s"']+)`, 'm').exec(text)?.[1]
}
