import type { KubeObject } from '@capsule-whatif/model'
import type { RemedyAnswer } from './remedy.ts'
import { type RemedyOptions, remedyFor } from './remedy-for.ts'
import type { SoughtRemedy } from './sought-remedy.ts'

/**
 * The remedy of a finding that an answer of `askQuestion`, `makePlan` or `exploreSnapshot` has in its `remedies`.
 *
 * ```ts
 * const [moved] = askQuestion(migrate, snapshot, { namespace: 'oil-prod', to: 'gas' }).remedies ?? []
 * const answer = moved && remedyForFinding(snapshot.objects, moved)
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
