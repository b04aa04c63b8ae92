import type { AskedAction } from '../ask.ts'
import type { SingleChange } from './single-change.ts'

const stop = 'operator stop'

/** The operator otherwise than it is: running where it does not, or is stopped on the way, else stopped. */
export function operatorChange(actions: readonly AskedAction[], isRunning: boolean): SingleChange {
  if (actions.some(({ do: text }) => text === stop)) {
    return {
      change: 'the operator not stopped',
      before: [],
      instead: actions.filter(({ do: text }) => text !== stop),
    }
  }
  if (!isRunning) return { change: 'the operator running', before: ['operator start'] }
  return { change: 'the operator stopped', before: [stop], end: 'operator start' }
}
