import type { ExplorationAnswer } from '../explore/exploration-answer.ts'
import { placeText } from '../text/place-text.ts'
import type { OtherFate, PicturedObject } from './picture.ts'

/** What can become of each object whose fate depends on the order, by kind and place. */
export type OtherFates = ReadonlyMap<string, readonly OtherFate[]>

/** The fates of objects that are not the same in all outcomes. */
export function otherFates({ effects, outcomes }: ExplorationAnswer): OtherFates {
  const byPlace = new Map<string, { readonly fates: OtherFate[]; touched: number }>()
  for (const { effect, verdict, outcomes: having } of effects) {
    if (verdict !== 'may') continue
    const place = placeKey(effect)
    const known = byPlace.get(place) ?? { fates: [], touched: 0 }
    byPlace.set(place, known)
    known.fates.push(effect.outcome)
    known.touched += having.length
  }
  const isTouched = (touched: number): boolean => touched === outcomes.length
  return new Map(
    [...byPlace].map(([place, { fates, touched }]) => [place, isTouched(touched) ? fates : [...fates, 'kept']]),
  )
}

/** Objects of one run, with what becomes of them in other orders. */
export function withOtherFates(objects: readonly PicturedObject[], fates: OtherFates): readonly PicturedObject[] {
  if (fates.size === 0) return objects
  const madeAgain = new Set(objects.filter(({ fate }) => fate === 'created').map(placeKey))
  const known = new Set(objects.filter(({ atStart }) => atStart).map(placeKey))
  return objects.map((object) => {
    const place = placeKey(object)
    if (!object.atStart && known.has(place)) return object
    const own = ownFate(object, madeAgain.has(place))
    const may = fates.get(place)?.filter((fate) => fate !== own) ?? []
    return may.length === 0 ? object : { ...object, may }
  })
}

function ownFate({ fate }: PicturedObject, isMadeAgain: boolean): OtherFate {
  if (fate === 'gone' && isMadeAgain) return 'replaced'
  return fate === 'passing' ? 'kept' : fate
}

/** Objects with a fate of which a run knows nothing: `ConfigMap oil-dev/settings`. */
export function missingIn(objects: readonly PicturedObject[], fates: OtherFates): readonly string[] {
  const known = new Set(objects.map(placeKey))
  return [...fates.keys()].filter((place) => !known.has(place))
}

function placeKey(object: Pick<PicturedObject, 'kind' | 'namespace' | 'name'>): string {
  return `${object.kind} ${placeText(object)}`
}
