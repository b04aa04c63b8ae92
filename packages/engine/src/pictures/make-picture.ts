import type { ClusterState, KubeObject } from '@capsule-whatif/model'
import { type PredictedAction, type Prediction, type PredictOptions, predictFrom } from '../predict/predict.ts'
import type { ActionOutcome, Answer } from '../predict/prediction.ts'
import { quietCluster } from '../predict/quiet-cluster.ts'
import { counted } from '../report/kind-words.ts'
import { type Life, livesOf } from './lives.ts'
import { momentsOf } from './moments.ts'
import type { DecidingRace, Picture, PicturedAction, PicturedObject } from './picture.ts'
import { asTree } from './tree.ts'

export interface PictureOptions extends PredictOptions {
  /** the race that decides how it ends, where one was found by other means: shown beside the rest */
  readonly race?: DecidingRace
}

/**
 * What happens to a cluster that holds these objects when the actions are taken, as `predict` plays it: who owns whom,
 * what happens to whom, when and through whom. Without actions it is who owns whom alone.
 */
export function makePicture(
  objects: readonly KubeObject[],
  actions: readonly PredictedAction[],
  options: PictureOptions = {},
): Picture {
  const quiet = quietCluster(objects, options)
  const picture = pictureOfRun(quiet.state, predictFrom(quiet, actions, options.patience))
  return options.race === undefined ? picture : { ...picture, race: options.race }
}

/** The picture of actions that were played already, from the cluster before them on. */
export function pictureOfRun(start: ClusterState, { answer, steps }: Pick<Prediction, 'answer' | 'steps'>): Picture {
  const { moments, byStep } = momentsOf(steps, start.clock)
  return {
    actions: answer.actions.map((outcome) => actionOf(outcome, answer)),
    objects: asTree(livesOf(start, steps, byStep).map(objectOf)),
    moments,
    findings: findingsOf(answer),
  }
}

function actionOf({ action, text, code }: ActionOutcome, { refusals }: Answer): PicturedAction {
  const refused = refusals.filter((refusal) => refusal.action === action)
  const messages = refused.map(({ message }) => message)
  if (refused.some((refusal) => refusal.code === 0)) return { text, verdict: 'refused by kubectl', messages }
  if (code === undefined) return { text, verdict: 'done', messages }
  return { text, verdict: `${messages.length > 0 ? 'refused' : 'accepted'} (${code})`, messages }
}

function findingsOf({ findings, instead, pending, settled }: Answer): readonly string[] {
  const own = [
    settled ? '' : 'The cluster was not quiet when the prediction ended.',
    instead.length === 0
      ? ''
      : `When controllers are busy, ${counted(instead.length, 'object')} can end otherwise: predict says how.`,
    pending.length === 0
      ? ''
      : `The snapshot was not quiet: ${counted(pending.length, 'object')} changed before the first moment. predict says which.`,
  ]
  return [...own.filter((finding) => finding !== ''), ...findings]
}

function objectOf({ first, finalizers, ...life }: Life): PicturedObject {
  const { namespace, name, uid, deletionTimestamp } = first.metadata
  return {
    kind: first.kind,
    ...(namespace === undefined ? {} : { namespace }),
    name,
    ...(uid === undefined ? {} : { uid }),
    depth: 0,
    ...life,
    finalizers,
    ...(deletionTimestamp === undefined ? {} : { terminating: true }),
  }
}
