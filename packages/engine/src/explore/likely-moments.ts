import { type CapsuleVersion, controlPlane, type KubeObject, type Step, stateFromObjects } from '@capsule-whatif/model'
import type { PredictedAction } from '../predict/predict.ts'
import { clockOf } from '../replay/scenario.ts'
import { perform, settle } from '../schedule/likely.ts'
import type { ScheduledMove } from './path.ts'
import { scriptOfActions } from './script-of-actions.ts'

/**
 * How much later the second of two moves comes than the first when everything goes in its likely order and the actions are
 * sent one after the other, in virtual milliseconds. Undefined where not both happen.
 */
export function apartOnLikelySchedule(
  objects: readonly KubeObject[],
  actions: readonly PredictedAction[],
  first: ScheduledMove,
  second: ScheduledMove,
  { capsule, operatorRunning = true }: { readonly capsule?: CapsuleVersion; readonly operatorRunning?: boolean },
): number | undefined {
  const model = controlPlane(capsule === undefined ? {} : { capsule })
  const { state } = stateFromObjects(objects, clockOf(objects))
  const running = { ...state.running, capsule: operatorRunning }
  let current = settle(model, model.start({ ...state, running })).state
  const steps: Step[] = []
  const moments: (number | undefined)[] = []
  for (const step of scriptOfActions(model, actions, 'promptly').script) {
    for (const action of step.prepare?.(step.actions, current) ?? step.actions) {
      const run = perform(model, current, action)
      steps.push(...run.steps)
      current = run.state
    }
    moments.push(current.clock)
  }
  steps.push(...settle(model, current).steps)
  const at = (move: ScheduledMove): number | undefined => momentOf(move, steps, moments)
  const [one, other] = [at(first), at(second)]
  return one === undefined || other === undefined ? undefined : other - one
}

function momentOf(
  { move }: ScheduledMove,
  steps: readonly Step[],
  moments: readonly (number | undefined)[],
): number | undefined {
  if (move.type === 'user') return moments[move.index]
  if (move.type !== 'work') return undefined
  const { controller, key } = move
  return steps.find(({ action }) => action.type === 'work' && action.controller === controller && action.key === key)
    ?.at
}
