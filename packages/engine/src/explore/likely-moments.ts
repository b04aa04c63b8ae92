import type { KubeObject, Step } from '@capsule-whatif/model'
import type { PredictedAction } from '../predict/predict.ts'
import { type StartOptions, startedCluster } from '../predict/started-cluster.ts'
import { perform, settle } from '../schedule/likely.ts'
import type { ScheduledMove } from './path.ts'
import { scriptOfActions } from './script-of-actions.ts'

/** When a move comes, in virtual milliseconds since the epoch; undefined where it does not. */
export type LikelyMoments = (move: ScheduledMove) => number | undefined

/** When moves come if everything goes in its likely order and the actions are sent one after the other. */
export function likelyMoments(
  objects: readonly KubeObject[],
  actions: readonly PredictedAction[],
  options: Pick<StartOptions, 'capsule' | 'operators' | 'operatorRunning'>,
): LikelyMoments {
  const { capsule, operators, operatorRunning } = options
  const { model, state } = startedCluster(objects, {
    ...(capsule === undefined ? {} : { capsule }),
    ...(operators === undefined ? {} : { operators }),
    ...(operatorRunning === undefined ? {} : { operatorRunning }),
  })
  let current = state
  const steps: Step[] = []
  const moments: number[] = []
  for (const step of scriptOfActions(model, actions, 'promptly').script) {
    for (const action of step.prepare?.(step.actions, current) ?? step.actions) {
      const run = perform(model, current, action)
      steps.push(...run.steps)
      current = run.state
    }
    moments.push(current.clock)
  }
  steps.push(...settle(model, current).steps)
  return ({ move }) => {
    if (move.type === 'user') return moments[move.index]
    if (move.type !== 'work') return undefined
    const { controller, key } = move
    return steps.find(({ action }) => action.type === 'work' && action.controller === controller && action.key === key)
      ?.at
  }
}

/** How much later the second of two moves comes than the first. Undefined where not both come. */
export function apartMs(moments: LikelyMoments, first: ScheduledMove, second: ScheduledMove): number | undefined {
  const [one, other] = [moments(first), moments(second)]
  return one === undefined || other === undefined ? undefined : other - one
}
