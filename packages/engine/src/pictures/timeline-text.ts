import { counted } from '../report/kind-words.ts'
import { placeText } from '../text/place-text.ts'
import { type Entry, entriesOf, type Happening, joined } from './happenings.ts'
import type { Picture } from './picture.ts'
import { closingLines, openingLines } from './surroundings.ts'
import { fieldsText, secondsText } from './words.ts'

/** A timeline of so many moments tells them all; a longer one, of moments alike only the first few. */
const entriesMax = 40
const alikeShown = 3
const namesMax = 4
const indent = ' '.repeat(13)

/** Who did what, and because of what, in the order in which it happened. */
export function timelineText(picture: Picture): string {
  const races = racesByMoment(picture)
  const lines = rowsOf(entriesOf(picture), races).flatMap((row) =>
    row.isTold ? row.entries.flatMap((entry) => entryLines(entry, races)) : moreLines(row.entries),
  )
  const body = lines.length === 0 ? ['Nothing happens.'] : lines
  return [...openingLines(picture), ...body, ...closingLines(picture, 0)].map((line) => `${line}\n`).join('')
}

/** Numbers of the races in which a moment is a turn, by index of the moment. */
type RacesByMoment = ReadonlyMap<number, readonly number[]>

function racesByMoment({ orders }: Picture): RacesByMoment {
  const races = new Map<number, readonly number[]>()
  for (const [index, { likely, other }] of (orders?.races ?? []).entries())
    for (const { moment } of [likely, other])
      if (moment !== undefined) races.set(moment, [...(races.get(moment) ?? []), index + 1])
  return races
}

/** Moments that follow one another, and whether they are told one by one. */
interface Row {
  readonly isTold: boolean
  readonly entries: Entry[]
}

function rowsOf(entries: readonly Entry[], races: RacesByMoment): readonly Row[] {
  const seen = new Map<string, number>()
  const rows: Row[] = []
  for (const entry of entries) {
    const likeness = likenessOf(entry)
    const times = seen.get(likeness) ?? 0
    seen.set(likeness, times + 1)
    const isTold = entries.length <= entriesMax || times < alikeShown || races.has(entry.number - 1)
    const row = rows.at(-1)
    if (row?.isTold === isTold) row.entries.push(entry)
    else rows.push({ isTold, entries: [entry] })
  }
  return rows
}

/** Moments are alike where one actor does the same to the same kinds. */
function likenessOf({ moment, happenings }: Entry): string {
  return [moment.actor, ...happenings.map(({ kind, type }) => `${kind} ${type}`)].join('|')
}

function entryLines({ number, moment, happenings }: Entry, races: RacesByMoment): readonly string[] {
  const { atMs, actor, what, because, requests } = moment
  const cause = because === undefined ? '' : `, because of ${because + 1}`
  const deciding = races.get(number - 1)
  const mark = deciding === undefined ? '' : `, in ${deciding.length === 1 ? 'race' : 'races'} ${deciding.join(', ')}`
  const refused = requests
    .filter(({ message }) => message !== undefined)
    .map(({ text, code, message }) => `${indent}refused: ${text}: ${code} ${message}`)
  return [
    `${secondsText(atMs).padStart(9)}  ${number}. ${actor}: ${what}${cause}${mark}`,
    ...refused,
    ...happenings.map((happening) => `${indent}${happeningText(happening)}`),
  ]
}

function happeningText({ kind, type, objects, fields }: Happening): string {
  const names = objects.slice(0, namesMax).map(placeText).join(', ')
  if (objects.length === 1) return `${kind} ${names} ${type}${type === 'changed' ? `: ${fieldsText(fields)}` : ''}`
  const more = objects.length > namesMax ? `, and ${objects.length - namesMax} more` : ''
  return `${counted(objects.length, kind)} ${type}: ${names}${more}`
}

function moreLines(entries: readonly Entry[]): readonly string[] {
  const actors = [...new Set(entries.map(({ moment }) => moment.actor))].join(' and ')
  const [first, last] = [entries[0], entries.at(-1)]
  if (first === undefined || last === undefined) return []
  const during = `${secondsText(first.moment.atMs)} to ${secondsText(last.moment.atMs)}`
  return [
    `${''.padStart(9)}  ${first.number} to ${last.number}. ${counted(entries.length, 'moment')} more of ${actors}, ${during}`,
    ...joined(entries.flatMap(({ happenings }) => happenings)).map(
      ({ kind, type, objects }) => `${indent}${counted(objects.length, kind)} ${type}`,
    ),
  ]
}
