import type { Outcome } from '../predict/prediction.ts'
import type { AskedFate, ExploredEffect } from './exploration-answer.ts'
import { effectKey } from './outcome-classes.ts'
import type { Verdict } from './verdicts.ts'

const outcomes: readonly Outcome[] = ['gone', 'replaced', 'held', 'created', 'changed']

/** The keys of all effects that an object can have, of objects named `Kind/name` or `Kind/namespace/name`. */
export function effectKeysOf(objects: readonly string[]): readonly string[] {
  return objects.flatMap((object) => {
    const [kind = '', ...place] = object.split('/')
    return outcomes.map((outcome) => `${outcome} ${kind} ${place.join('/')}`)
  })
}

/** What can become of each object that was asked about. */
export function askedFates(
  objects: readonly string[],
  effects: readonly ExploredEffect[],
  classes: number,
  isComplete: boolean,
): readonly AskedFate[] {
  return objects.map((object) => {
    const keys = effectKeysOf([object])
    const own = effects.filter(({ effect }) => keys.includes(effectKey(effect)))
    const touched = new Set(own.flatMap((each) => each.outcomes))
    const untouched: Verdict =
      touched.size === 0
        ? isComplete
          ? 'must'
          : 'unknown'
        : touched.size < classes
          ? 'may'
          : isComplete
            ? 'never'
            : 'unknown'
    return { object, fates: own.map(({ effect, verdict }) => ({ outcome: effect.outcome, verdict })), untouched }
  })
}
