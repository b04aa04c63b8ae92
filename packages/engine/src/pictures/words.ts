import type { Change, Fate, OtherFate, Picture, PicturedObject } from './picture.ts'

/** `5.2 s` */
export function secondsText(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}

/** What became of an object, in a word; nothing of what is kept as it was. */
export const fateWords: Readonly<Record<Fate, string>> = {
  kept: '',
  changed: 'changed',
  held: 'terminating',
  gone: 'gone',
  created: 'created',
  passing: 'created, then gone',
}

const mayWords: Readonly<Record<OtherFate, string>> = {
  kept: 'stay as it was',
  changed: 'be changed',
  held: 'be left terminating',
  gone: 'go',
  created: 'be created',
  replaced: 'be made again',
}

/** What becomes of an object in other orders: `may stay as it was or be left terminating`; nothing where the same does. */
export function mayText({ may = [], atStart }: Pick<PicturedObject, 'may' | 'atStart'>): string {
  const words = may.map((fate) => (fate === 'kept' && !atStart ? 'not be created' : mayWords[fate]))
  return words.length === 0 ? '' : `may ${words.join(' or ')}`
}

const fieldsMax = 3

/** What became of an object, when, and by whom: `gone after 5.2 s, by namespace-controller`. */
export function fateText(picture: Picture, object: PicturedObject): string {
  const { fate, changes } = object
  const said = (type: Change['type']): string => changeText(picture, object, type)
  if (fate === 'gone') return said('gone')
  if (fate === 'created') return said('created')
  if (fate === 'passing') return `${said('created')}; ${said('gone')}`
  if (fate === 'changed') return `${said('changed')}: ${fieldsText(changes.flatMap((change) => change.fields ?? []))}`
  if (fate === 'held') return `${said('terminating')}, held by ${finalizersAtEnd(object).join(', ') || 'nothing'}`
  if (changes.length > 0) return 'changed, and changed back'
  return object.terminating === true ? 'terminating all along' : ''
}

/** The last change of a type, or the last of all: a write that lets an object end is not always a plain change. */
function changeText({ moments }: Picture, { changes }: PicturedObject, type: Change['type']): string {
  const change = changes.findLast((each) => each.type === type) ?? changes.at(-1)
  const moment = moments[change?.moment ?? -1]
  return moment === undefined ? type : `${type} after ${secondsText(moment.atMs)}, by ${moment.actor}`
}

/** The first few of some fields. */
export function fieldsText(all: readonly string[]): string {
  const fields = [...new Set(all)]
  const more = fields.length > fieldsMax ? `, and ${fields.length - fieldsMax} more` : ''
  return `${fields.slice(0, fieldsMax).join(', ')}${more}`
}

function finalizersAtEnd({ finalizers, changes }: PicturedObject): readonly string[] {
  return changes.findLast((change) => change.finalizers !== undefined)?.finalizers ?? finalizers
}
