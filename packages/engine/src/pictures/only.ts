import { didYouMean } from '../text/near-miss.ts'
import type { Picture, PicturedObject } from './picture.ts'
import { selectObjects } from './select-objects.ts'

/** A picture, or what is wrong with what was asked for. */
export type OnlyResult =
  | { readonly ok: true; readonly picture: Picture }
  | { readonly ok: false; readonly message: string }

/**
 * The picture of some kinds, of some namespaces with what lies in them, or of some kinds in some namespaces. Names of
 * kinds may be in any case. Moments stay, since they are causes of others.
 */
export function onlyOf(picture: Picture, wanted: readonly string[]): OnlyResult {
  if (wanted.length === 0) return { ok: true, picture }
  const kinds = new Map(picture.objects.map(({ kind }) => [kind.toLowerCase(), kind]))
  const namespaces = new Set(picture.objects.flatMap((each) => (each.kind === 'Namespace' ? [each.name] : [])))
  const wrong = wanted.find((word) => !namespaces.has(word) && !kinds.has(word.toLowerCase()))
  if (wrong !== undefined) return { ok: false, message: notThere(wrong, [...kinds.values(), ...namespaces]) }
  const wantedNamespaces = new Set(wanted.filter((word) => namespaces.has(word)))
  const wantedKinds = new Set(wanted.filter((word) => !namespaces.has(word)).map((word) => word.toLowerCase()))
  const select = (objects: readonly PicturedObject[]): readonly PicturedObject[] => {
    const positions = [...objects.entries()].flatMap(([index, { kind, name, namespace }]) => {
      const home = kind === 'Namespace' ? name : (namespace ?? '')
      const isWanted =
        (wantedKinds.size === 0 || wantedKinds.has(kind.toLowerCase())) &&
        (wantedNamespaces.size === 0 || wantedNamespaces.has(home))
      return isWanted ? [index] : []
    })
    return selectObjects(objects, positions)
  }
  return { ok: true, picture: onlyIn(picture, select) }
}

/** A picture of selected objects, in all its runs. */
function onlyIn(
  { orders, ...picture }: Picture,
  select: (objects: readonly PicturedObject[]) => readonly PicturedObject[],
): Picture {
  const races = orders?.races.map((race) => ({ ...race, run: { ...race.run, objects: select(race.run.objects) } }))
  return {
    ...picture,
    objects: select(picture.objects),
    ...(orders && races ? { orders: { ...orders, races } } : {}),
  }
}

function notThere(word: string, known: readonly string[]): string {
  return `no kind and no namespace in this picture is called ${JSON.stringify(word)}.${didYouMean(word, known)}`
}
