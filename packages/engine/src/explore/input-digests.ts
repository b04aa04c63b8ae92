import { type ClusterModel, type ClusterState, textHash } from '@capsule-whatif/model'
import type { ScriptStep } from '../schedule/explore/script.ts'
import { canonicalText } from '../schedule/explore/values.ts'

/** What tells the inputs of an exploration from others. Not for secrets: nobody who tries is kept from finding two alike. */
export interface InputDigests {
  /** of the state that all begins with, and of the control plane that it runs under */
  readonly snapshot: string
  /** of what somebody does in it. Bodies that hang on the state at their moment count as they were written. */
  readonly script: string
}

export function inputDigests(model: ClusterModel, base: ClusterState, script: readonly ScriptStep[]): InputDigests {
  const { objects, clock, running, lagMs, queue, memory, inProgress, withheld, lagging } = base
  const controllers = [
    ...model.restartable,
    ...model.orderOnly,
    ...model.spontaneous.map(({ action }) => `${action.controller} ${action.key}`),
  ]
  const state = { objects, clock, running, lagMs, queue, memory, inProgress, withheld, lagging, controllers }
  return {
    snapshot: digestOf(state),
    script: digestOf(script.map(({ prepare, ...step }) => ({ ...step, prepared: prepare !== undefined }))),
  }
}

/** A short text that two values hardly ever share, where they differ by more than resourceVersions and generations. */
export function digestOf(value: unknown): string {
  return hashOf(value).toString(36).padStart(11, '0')
}

function hashOf(value: unknown): number {
  return textHash(canonicalText(value, hashOf))
}
