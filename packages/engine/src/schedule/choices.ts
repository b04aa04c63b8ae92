import type { Choice } from '@capsule-whatif/model'

/** A run under given choices, and the choices that it came to. */
export interface ChosenRun<T> {
  readonly result: T
  readonly made: readonly Choice[]
}

/**
 * Runs again and again until every way that chance may take was taken, the likely one first; at most so many times.
 * `isComplete` says whether all ways were.
 */
export function everyChoice<T>(
  run: (given: readonly number[]) => ChosenRun<T>,
  runsMax: number,
): { readonly results: readonly T[]; readonly isComplete: boolean } {
  const results: T[] = []
  const waiting: (readonly number[])[] = [[]]
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    if (results.length === runsMax) return { results, isComplete: false }
    const { result, made } = run(next)
    results.push(result)
    waiting.push(...alternatives(made, next.length))
  }
  return { results, isComplete: true }
}

/** The other ways from each choice on that was not given. */
function alternatives(made: readonly Choice[], given: number): readonly (readonly number[])[] {
  const taken = made.map((choice) => choice.taken)
  return made.flatMap(({ of }, index) =>
    index < given ? [] : Array.from({ length: of - 1 }, (_, way) => [...taken.slice(0, index), way + 1]),
  )
}
