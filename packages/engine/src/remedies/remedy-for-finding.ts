import type { KubeObject } from '@capsule-whatif/model'
import type { RemedyAnswer } from './remedy.ts'
import { type RemedyOptions, remedyFor } from './remedy-for.ts'
import type { SoughtRemedy } from './sought-remedy.ts'

/**
 * The remedy of a finding that an answer of `askQuestion`, `makePlan` or `exploreSnapshot` has in its `remedies`.
 *
 * ```ts
 * const { remedies = [] } = askQuestion(uninstall, snapshot, {})
 * const answers = remedies.map((finding) => remedyForFinding(snapshot.objects, finding))
 * ```
 *
 * @param objects those of the snapshot that was asked about
 * @throws CannotBeAsked where what it is about is not there any more
 */
export function remedyForFinding(
  objects: readonly KubeObject[],
  { goal, options: sought }: SoughtRemedy,
  options: RemedyOptions = {},
): RemedyAnswer {
  const { operator, ...named } = sought
  return remedyFor(objects, goal, { ...options, ...named, ...(operator === 'down' ? { operatorRunning: false } : {}) })
}
