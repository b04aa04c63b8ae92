import {
  type CapsuleVersion,
  type ClusterModel,
  type ControlPlaneOptions,
  controlPlane,
  type KubeObject,
  type LoadedState,
  stateFromObjects,
} from '@capsule-whatif/model'
import { clockOf } from '../replay/scenario.ts'
import { type Patience, type Run, settle } from '../schedule/likely.ts'
import { capsuleVersionOf } from '../snapshot/capsule-version.ts'

/** How a cluster is started from a snapshot; `timing` and `operators` as of the control plane. */
export interface StartOptions extends Pick<ControlPlaneOptions, 'timing' | 'operators'> {
  /** the version of Capsule; default: what the objects tell, or else 0.14 */
  readonly capsule?: CapsuleVersion
  /** whether the Capsule operator runs; default true */
  readonly operatorRunning?: boolean
  readonly patience?: Patience
}

/** A cluster whose controllers have run all along; `state` once nothing is written any more, `steps` what led there. */
export interface StartedCluster extends Pick<Run, 'state' | 'steps'> {
  readonly model: ClusterModel
  /** as it was read, before anything that was under way went on */
  readonly loaded: LoadedState
}

/** Starts a cluster that holds these objects, and lets it come to rest. */
export function startedCluster(objects: readonly KubeObject[], options: StartOptions = {}): StartedCluster {
  const { timing, operators, capsule = capsuleVersionOf(objects) } = options
  const model = controlPlane({
    ...(capsule === undefined ? {} : { capsule }),
    ...(timing === undefined ? {} : { timing }),
    ...(operators === undefined ? {} : { operators }),
  })
  const loaded = stateFromObjects(objects, clockOf(objects))
  const running = { ...loaded.state.running, capsule: options.operatorRunning ?? true }
  const { state, steps } = settle(model, model.start({ ...loaded.state, running }), options.patience)
  return { model, loaded, state, steps }
}
