import type { ClusterState, KubeObject } from '@capsule-whatif/model'
import { type PredictedAction, type Prediction, type PredictOptions, predictFrom } from '../predict/predict.ts'
import type { ActionOutcome, Answer } from '../predict/prediction.ts'
import { quietCluster } from '../predict/quiet-cluster.ts'
import { counted } from '../report/kind-words.ts'
import { lookAtOrders, type PictureOrders } from './orders.ts'
import type { Picture, PicturedAction } from './picture.ts'
import { likelyTurns, picturedOrders } from './pictured-orders.ts'
import { runOf } from './run-of.ts'

/** How the cluster is started that is drawn, and what else is shown. */
export interface PictureOptions extends PredictOptions {
  /** looks at all orders too, within these limits: which races decide, and what becomes of whom otherwise; default not */
  readonly orders?: PictureOrders
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
  const { answer, steps } = predictFrom(quiet, actions, options.patience)
  const looked =
    options.orders && actions.length > 0 ? lookAtOrders(objects, actions, options, options.orders, answer) : undefined
  const turns = (looked?.races ?? []).map((race) => likelyTurns(steps, race))
  const kept = turns.flatMap(({ likely, other }) => [likely, other])
  const { byStep, ...run } = runOf(quiet.state, steps, kept, looked?.fates)
  return { ...pictureOfParts(answer, run), ...(looked ? { orders: picturedOrders(looked, run, turns, byStep) } : {}) }
}

/** The picture of actions that were played already, from the cluster before them on. */
export function pictureOfRun(start: ClusterState, { answer, steps }: Pick<Prediction, 'answer' | 'steps'>): Picture {
  const { objects, moments } = runOf(start, steps)
  return pictureOfParts(answer, { objects, moments })
}

function pictureOfParts(answer: Answer, run: Pick<Picture, 'objects' | 'moments'>): Picture {
  return {
    actions: answer.actions.map((outcome) => actionOf(outcome, answer)),
    ...run,
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
