import type { Step } from '@capsule-whatif/model'
import { momentsOf } from '../../pictures/moments.ts'

/** Who took a step: a user, a controller or a process. */
export function actorText(step: Step): string {
  return momentsOf([step], 0).moments[0]?.actor ?? ''
}

/** Who did what in a step: `namespace-controller: oil-dev`. */
export function turnText(step: Step): string {
  const [moment] = momentsOf([step], 0).moments
  return moment === undefined ? '' : `${moment.actor}: ${moment.what}`
}
