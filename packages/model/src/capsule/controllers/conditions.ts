import { formatTime } from '../../state/cluster.ts'
import type { Condition } from '../tenant/tenant.ts'

/** A condition of any of Capsule's Kinds; those of Tenants carry no observedGeneration. [core T3.2] */
export type CapsuleCondition = Condition & { readonly observedGeneration?: number }

/** A condition before it is known when it changed. */
export type ConditionState = Omit<CapsuleCondition, 'lastTransitionTime'>

export const ready: ConditionState = { type: 'Ready', status: 'True', reason: 'Succeeded', message: 'reconciled' }
export const reconciling: ConditionState = {
  type: 'Ready',
  status: 'Unknown',
  reason: 'Reconciling',
  message: 'processing',
}
export const notCordoned: ConditionState = {
  type: 'Cordoned',
  status: 'False',
  reason: 'Active',
  message: 'not cordoned',
}

export function notReady(message: string): ConditionState {
  return { type: 'Ready', status: 'False', reason: 'Failed', message }
}

export function cordoned(message: string): ConditionState {
  return { type: 'Cordoned', status: 'True', reason: 'Cordoned', message }
}

/**
 * The list with the condition in place of the one of its type, or added. Nothing changes where status, reason and
 * message are the same; any other change is a transition. [pkg/api/meta/conditions.go:UpdateCondition; core T3.2]
 */
export function withCondition(
  conditions: readonly CapsuleCondition[] | undefined,
  state: ConditionState,
  now: number,
): readonly CapsuleCondition[] {
  const list = conditions ?? []
  const index = list.findIndex((condition) => condition.type === state.type)
  const existing = list[index]
  const condition: CapsuleCondition = { ...state, lastTransitionTime: formatTime(now) }
  if (!existing) return [...list, condition]
  return isSameState(existing, state) ? list : list.with(index, condition)
}

function isSameState(a: ConditionState, b: ConditionState): boolean {
  return (
    a.status === b.status &&
    a.reason === b.reason &&
    a.message === b.message &&
    a.observedGeneration === b.observedGeneration
  )
}

export function conditionOf(
  conditions: readonly CapsuleCondition[] | undefined,
  type: string,
): CapsuleCondition | undefined {
  return conditions?.find((condition) => condition.type === type)
}
