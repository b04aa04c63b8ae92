import { type GraphEdge, graphOf, isOwning } from './graph.ts'
import { type Mark, marks } from './marks.ts'
import type { Picture } from './picture.ts'
import { closingLines, openingLines } from './surroundings.ts'

/** The ownership graph with what became of each object, in DOT, the language of Graphviz. */
export function dotText(picture: Picture): string {
  const { nodes, edges, others } = graphOf(picture)
  const lines = [
    'digraph cluster {',
    ...[...openingLines(picture), ...closingLines(picture, others)].filter((line) => line !== '').map(comment),
    '  rankdir=LR',
    '  node [shape=box, margin="0.15,0.08", fontname="Helvetica", fontsize=11]',
    '  edge [fontname="Helvetica", fontsize=9]',
    ...nodes.map(({ id, lines, fate, isOpen }) => `  ${id} [label=${quoted(lines)}, ${style(marks[fate], isOpen)}]`),
    ...edges.map((edge) => `  ${edge.from} -> ${edge.to} [${edgeStyle(edge)}]`),
    '}',
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function quoted(lines: readonly string[]): string {
  const escaped = lines.map((line) => line.replace(/["\\]/g, '\\$&').replace(/\n/g, ' '))
  return `"${escaped.join('\\n')}"`
}

/** What depends on the order has a double border. */
function style({ fill, border, text, isDashed }: Mark, isOpen: boolean): string {
  const kind = isDashed ? 'filled,dashed' : 'filled'
  return `style="${kind}", fillcolor="${fill}", color="${border}", fontcolor="${text}"${isOpen ? ', peripheries=2' : ''}`
}

function edgeStyle({ relation }: GraphEdge): string {
  return isOwning(relation) ? `label="${relation}"` : `label="${relation}", style=dotted`
}

function comment(line: string): string {
  return `  // ${line.replace(/\n/g, ' ')}`
}
