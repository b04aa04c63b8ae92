import {
  type CapsuleVersion,
  type ClusterModel,
  type ClusterState,
  controlPlane,
  type KubeObject,
  type Step,
  stateFromObjects,
} from '@capsule-whatif/model'
import { clockOf } from '../replay/scenario.ts'
import { type Patience, settle } from '../schedule/likely.ts'
import { capsuleVersionOf } from '../snapshot/capsule-version.ts'
import { causesOf } from './causes.ts'
import { effectsBetween } from './effects.ts'
import { inputFindings } from './input-findings.ts'
import type { Effect } from './prediction.ts'

export interface QuietOptions {
  /** the version of Capsule; default: what the objects tell, or else 0.14 */
  readonly capsule?: CapsuleVersion
  /** whether the Capsule operator runs when the first action is taken; default true */
  readonly operatorRunning?: boolean
  readonly patience?: Patience
}

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
  const capsule = options.capsule ?? capsuleVersionOf(objects)
  const model = controlPlane(capsule === undefined ? {} : { capsule })
  const loaded = stateFromObjects(objects, clockOf(objects))
  const running = { ...loaded.state.running, capsule: options.operatorRunning ?? true }
  const { state, steps } = settle(model, model.start({ ...loaded.state, running }), options.patience)
  return {
    model,
    state,
    loaded: loaded.state,
    findings: [...inputFindings(loaded), ...stepFindings(steps)],
    pending: effectsBetween(loaded.state, state, causesOf(steps)),
  }
}

/** What of the steps is not certain, each said once. */
export function stepFindings(steps: readonly Step[]): readonly string[] {
  return [...new Set(steps.flatMap(({ findings = [] }) => findings))]
}
