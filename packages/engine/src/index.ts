/**
 * capsule-whatif: predicts from a snapshot of a Kubernetes cluster run with Capsule what a change will really do.
 *
 * `loadSnapshot` reads what kubectl prints, `predict` tells what actions do to it. For single steps there is the model:
 * `controlPlane().apply(state, action)`.
 */

export type {
  Action,
  ClusterModel,
  ClusterState,
  KubeObject,
  Request,
  Response,
  Step,
  UserInfo,
} from '@capsule-whatif/model'
export { controlPlane, stateFromObjects } from '@capsule-whatif/model'
export type { ActionContext, ActionText, ParsedAction } from './action/action-text.ts'
export { parseAction } from './action/parse-action.ts'
export { type AskedAction, ask } from './ask.ts'
export { type PredictedAction, type PredictOptions, predict } from './predict/predict.ts'
export type { Answer, Effect, Outcome, Refusal, Struggle } from './predict/prediction.ts'
export { replayTraces } from './replay/replay-traces.ts'
export { predictionText } from './report/prediction-text.ts'
export { type Patience, type Run, settle, usualPatience } from './schedule/likely.ts'
export { loadSnapshot, type Snapshot, type SnapshotOptions } from './snapshot/load-snapshot.ts'
export { readSnapshot } from './snapshot/read-snapshot.ts'
export type { SnapshotIssue, SnapshotIssueCode } from './snapshot/snapshot-issue.ts'
