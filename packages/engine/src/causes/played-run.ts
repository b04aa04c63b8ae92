import type { ClusterModel, ClusterState, KubeObject, Step } from '@capsule-whatif/model'
import { type AskedAction, type AskOptions, parsedActions } from '../ask.ts'
import { type PredictedAction, type PredictOptions, predictFrom } from '../predict/predict.ts'
import type { Answer } from '../predict/prediction.ts'
import { quietCluster } from '../predict/quiet-cluster.ts'
import { capsuleVersionOf } from '../snapshot/capsule-version.ts'
import { operatorsOf, type PlayedSnapshot } from '../snapshot/load-snapshot.ts'

/** Actions that were played along the likely order, for asking why it came as it came. */
export interface PlayedRun {
  readonly objects: readonly KubeObject[]
  readonly model: ClusterModel
  readonly capsule: '0.7' | '0.14'
  /** the quiet cluster before the first action */
  readonly start: ClusterState
  readonly end: ClusterState
  readonly steps: readonly Step[]
  readonly answer: Answer
}

export function playActions(
  objects: readonly KubeObject[],
  actions: readonly PredictedAction[],
  options: PredictOptions = {},
): PlayedRun {
  const quiet = quietCluster(objects, options)
  const { answer, state, steps } = predictFrom(quiet, actions, options.patience)
  const capsule = options.capsule ?? capsuleVersionOf(objects) ?? '0.14'
  return { objects, model: quiet.model, capsule, start: quiet.state, end: state, steps, answer }
}

/** @throws Error where an action is not understood */
export function playTexts(
  snapshot: PlayedSnapshot,
  actions: readonly (string | AskedAction)[],
  options: AskOptions = {},
): PlayedRun {
  const all = { ...operatorsOf(snapshot), ...options }
  return playActions(snapshot.objects, parsedActions(snapshot, actions, all), all)
}
