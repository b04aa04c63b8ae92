import { type GraphEdge, graphOf, isOwning } from './graph.ts'
import { type Mark, marks } from './marks.ts'
import type { Picture } from './picture.ts'
import { closingLines, openingLines } from './surroundings.ts'

/** The ownership graph with what became of each object, as a Mermaid flowchart. */
export function mermaidText(picture: Picture): string {
  const { nodes, edges, others } = graphOf(picture)
  const used = new Set(nodes.map(({ fate }) => fate))
  const open = nodes.filter(({ isOpen }) => isOpen).map(({ id }) => id)
  const lines = [
    'flowchart LR',
    ...comments([...openingLines(picture), ...closingLines(picture, others)]),
    ...nodes.map(({ id, lines, fate }) => `  ${id}["${lines.map(escaped).join('<br>')}"]:::${fate}`),
    ...edges.map((edge) => `  ${edge.from} ${arrow(edge)} ${edge.to}`),
    ...[...used].map((fate) => `  classDef ${fate} ${style(marks[fate])}`),
    ...(open.length === 0 ? [] : ['  classDef may stroke-width:4px', `  class ${open.join(',')} may`]),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

/** Owners by a line, what is not owned, or no longer, by a dotted one. */
function arrow({ relation }: GraphEdge): string {
  return isOwning(relation) ? `-->|${relation}|` : `-.->|${relation}|`
}

function style({ fill, border, text, isDashed }: Mark): string {
  return `fill:${fill},stroke:${border},color:${text}${isDashed ? ',stroke-dasharray:5 3' : ''}`
}

/** What Mermaid would read as markup, as entities. */
function escaped(text: string): string {
  return text.replace(/[^\p{L}\p{N} .,:/_-]/gu, (sign) => `#${sign.codePointAt(0)};`)
}

function comments(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line !== '').map((line) => `  %% ${line.replace(/[{}\n]/g, ' ')}`)
}
