import { rankOfKind } from '../report/kind-words.ts'
import type { Change, ChangeType, Moment, Picture, PicturedObject } from './picture.ts'

/** What happened to the objects of one kind, at one moment or at some. */
export interface Happening {
  readonly kind: string
  readonly type: ChangeType
  readonly objects: readonly PicturedObject[]
  /** the fields that changed */
  readonly fields: readonly string[]
}

/** A moment with its number from 1, and what happened at it. */
export interface Entry {
  readonly number: number
  readonly moment: Moment
  readonly happenings: readonly Happening[]
}

/**
 * Moments at which nothing happened to the objects of the picture are left out, unless they are nobody's consequence,
 * somebody was refused, or they are turns of a race.
 */
export function entriesOf({ moments, objects, orders }: Picture): readonly Entry[] {
  const turns = new Set((orders?.races ?? []).flatMap(({ likely, other }) => [likely.moment, other.moment]))
  const byMoment = new Map<number, [PicturedObject, Change][]>()
  for (const object of objects) {
    for (const [moment, change] of lastChanges(object)) {
      const all = byMoment.get(moment)
      if (all) all.push([object, change])
      else byMoment.set(moment, [[object, change]])
    }
  }
  return moments
    .map((moment, index) => ({ number: index + 1, moment, happenings: grouped(byMoment.get(index) ?? []) }))
    .filter(
      ({ number, moment, happenings }) =>
        happenings.length > 0 || moment.because === undefined || isRefused(moment) || turns.has(number - 1),
    )
}

/** The last change of an object at each moment. */
function lastChanges({ changes }: PicturedObject): ReadonlyMap<number, Change> {
  return new Map(changes.map((change) => [change.moment, change]))
}

function isRefused({ requests }: Moment): boolean {
  return requests.some(({ message }) => message !== undefined)
}

function grouped(changes: readonly (readonly [PicturedObject, Change])[]): readonly Happening[] {
  return joined(
    changes.map(([object, { type, fields = [] }]) => ({ kind: object.kind, type, objects: [object], fields })),
  )
}

/** Happenings of one kind and type as one, by kind. */
export function joined(happenings: readonly Happening[]): readonly Happening[] {
  const groups = new Map<string, { readonly happening: Happening; readonly objects: PicturedObject[] }>()
  for (const happening of happenings) {
    const key = `${rankOfKind(happening.kind)} ${happening.kind} ${happening.type}`
    const group = groups.get(key) ?? { happening, objects: [] }
    groups.set(key, group)
    group.objects.push(...happening.objects)
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { happening, objects }]) => ({ ...happening, objects }))
}
