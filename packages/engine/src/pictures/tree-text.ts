import { counted, plural } from '../report/kind-words.ts'
import { placeText } from '../text/place-text.ts'
import { type More, type Outline, type OutlineNode, outlineOf } from './outline.ts'
import type { Picture, PicturedObject, PicturedOwner } from './picture.ts'
import { type OwnerRelation, type RelatedOwner, relatedOwners } from './related-owners.ts'
import { closingLines, openingLines } from './surroundings.ts'
import { fateText, fateWords, mayText } from './words.ts'

/** How many lines a tree has at most, about: of many objects alike only some are named then. */
const linesMax = 400

/** Who owns whom, what goes and by whom, as an indented tree. */
export function treeText(picture: Picture): string {
  const outline = outlineOf(picture, linesMax)
  const lines = outline.nodes.map((node) => `${'  '.repeat(node.depth)}${lineOf(picture, outline, node)}`)
  const body = lines.length === 0 ? ['Nothing happens to any of these objects.'] : lines
  return [...openingLines(picture), ...body, ...closingLines(picture, outline.others)]
    .map((line) => `${line}\n`)
    .join('')
}

function lineOf(picture: Picture, { nodes }: Outline, { object, more, parent }: OutlineNode): string {
  if (more !== undefined) return moreText(more)
  if (object === undefined) return ''
  const above = nodes[parent ?? -1]?.object
  const isAtHome = above?.kind === 'Namespace' || above?.namespace === object.namespace
  const name = isAtHome ? object.name : placeText(object)
  const owners = relatedOwners(object).filter(({ owner, relation }) => relation !== 'owns' || !isThat(owner, above))
  const notes = [fateText(picture, object), mayText(object), ...owners.map(ownerNote)].filter((note) => note !== '')
  return `${object.kind} ${name}${notes.length === 0 ? '' : `: ${notes.join('; ')}`}`
}

/** `and 188 more Tenants gone, within them 3947 objects gone, 1 kept` */
export function moreText({ kind, fate, may, count, inside }: More): string {
  const kinds = count === 1 ? kind : plural(kind)
  const fateWord = fate === 'kept' ? '' : ` ${fateWords[fate]}`
  const counts = [...inside].map(([each, number], index) => {
    const what = index === 0 ? counted(number, 'object') : String(number)
    return `${what} ${each === 'kept' ? 'kept' : fateWords[each]}`
  })
  return `and ${count} more ${kinds}${fateWord}${may === '' ? '' : `, ${may}`}${counts.length === 0 ? '' : `, within them ${counts.join(', ')}`}`
}

function isThat({ kind, name }: PicturedOwner, object: PicturedObject | undefined): boolean {
  return kind === object?.kind && name === object.name
}

const relationWords: Readonly<Record<OwnerRelation, string>> = {
  owns: 'owned by',
  'no longer owns': 'no longer owned by',
  'now owns': 'now owned by',
}

function ownerNote({ owner: { kind, name, verdict }, relation }: RelatedOwner): string {
  const note = `${relationWords[relation]} ${kind} ${name}`
  if (verdict === 'absent') return `${note}, which is absent`
  return verdict === 'undecidable' ? `${note}, of which nobody can tell whether it is there` : note
}
