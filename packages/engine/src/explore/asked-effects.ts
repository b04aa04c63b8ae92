import type { Outcome } from '../predict/prediction.ts'

const outcomes: readonly Outcome[] = ['gone', 'replaced', 'held', 'created', 'changed']

/** The keys of all effects that an object can have, of objects named `Kind/name` or `Kind/namespace/name`. */
export function effectKeysOf(objects: readonly string[]): readonly string[] {
  return objects.flatMap((object) => {
    const [kind = '', ...place] = object.split('/')
    return outcomes.map((outcome) => `${outcome} ${kind} ${place.join('/')}`)
  })
}
