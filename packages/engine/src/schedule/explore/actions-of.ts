import type { Action, ClusterState } from '@capsule-whatif/model'
import type { Move } from './moves.ts'
import type { ScriptStep } from './script.ts'

/** What a move comes to on the model in a state; nothing where time passes alone. */
export function actionsOf(
  move: Move,
  script: readonly ScriptStep[],
  state: ClusterState,
  fine: boolean,
): readonly Action[] {
  if (move.type === 'work') return [{ ...move, ...(fine ? { through: 'next write' as const } : {}) }]
  if (move.type === 'process' || move.type === 'watch') return [move]
  if (move.type !== 'user') return []
  const step = script[move.index]
  const actions = step?.prepare?.(step.actions, state) ?? step?.actions ?? []
  return actions.map((action) =>
    move.webhooksFail && action.type === 'request' ? { ...action, webhooksFail: true } : action,
  )
}
