import type { ClusterModel, ClusterState, KubeObject, Step } from '@capsule-whatif/model'
import { causesOf } from './causes.ts'
import { effectsBetween } from './effects.ts'
import { inputFindings } from './input-findings.ts'
import type { Effect } from './prediction.ts'
import { type StartOptions, startedCluster } from './started-cluster.ts'

export type QuietOptions = Pick<StartOptions, 'capsule' | 'operators' | 'operatorRunning' | 'patience'>

/** The cluster of a snapshot once everything that was under way has come to its end. */
export interface QuietCluster {
  readonly model: ClusterModel
  readonly state: ClusterState
  /** as it was read, before anything that was under way went on */
  readonly loaded: ClusterState
  /** what keeps answers about it from being certain */
  readonly findings: readonly string[]
  /** what happened until it was quiet */
  readonly pending: readonly Effect[]
}

/** A cluster that holds these objects, its controllers having run all along, once nothing is written any more. */
export function quietCluster(objects: readonly KubeObject[], options: QuietOptions = {}): QuietCluster {
  const { model, loaded, state, steps } = startedCluster(objects, options)
  return {
    model,
    state,
    loaded: loaded.state,
    findings: [...inputFindings(loaded, options), ...stepFindings(steps)],
    pending: effectsBetween(loaded.state, state, causesOf(steps)),
  }
}

/** What of the steps is not certain, each said once. */
export function stepFindings(steps: readonly Step[]): readonly string[] {
  return [...new Set(steps.flatMap(({ findings = [] }) => findings))]
}
