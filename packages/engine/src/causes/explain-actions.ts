import type { AskedAction, AskOptions } from '../ask.ts'
import { type ExploreSnapshotOptions, exploreSnapshot } from '../explore/explore-snapshot.ts'
import type { PredictedAction } from '../predict/predict.ts'
import { operatorsOf, type PlayedSnapshot } from '../snapshot/load-snapshot.ts'
import type { Explanation, Preventions, WhyExplanation, WhyNotExplanation } from './explanation.ts'
import { type PlayedRun, playActions } from './played-run.ts'
import { singleChangesThatPrevent } from './prevention.ts'
import { isSame, whyOf } from './why-effect.ts'
import { whyNotOf } from './why-not.ts'
import { type ObjectName, objectText } from './writes.ts'

/** Why objects are not as they were, over which orders that holds, and which single changes would have prevented it. */
export function explainActions(
  snapshot: PlayedSnapshot,
  actions: readonly PredictedAction[],
  names: readonly ObjectName[],
  options: AskOptions = {},
  orders: ExploreSnapshotOptions = {},
): Explanation {
  const { answer } = exploreSnapshot(snapshot.objects, actions, { ...operatorsOf(snapshot), ...orders })
  const { findings, ...causes } = explainCauses(snapshot, actions, names, options)
  return { ...answer, ...causes, findings: [...new Set([...answer.findings, ...findings])] }
}

/** The same along the likely order alone. */
export function explainCauses(
  snapshot: PlayedSnapshot,
  actions: readonly PredictedAction[],
  names: readonly ObjectName[],
  options: AskOptions = {},
): Pick<Explanation, 'why' | 'preventions' | 'findings'> {
  const run = playActions(snapshot.objects, actions, { ...operatorsOf(snapshot), ...options })
  return {
    why: names.map((name) => whyOf(run, name)),
    preventions: names.flatMap((name) => preventionsOf(run, actions, name, { ...operatorsOf(snapshot), ...options })),
    findings: run.answer.findings,
  }
}

/** Why objects are not as they were, along the likely order alone. */
export function explainWhy(
  snapshot: PlayedSnapshot,
  actions: readonly PredictedAction[],
  names: readonly ObjectName[],
  options: AskOptions = {},
): WhyExplanation {
  const run = playActions(snapshot.objects, actions, { ...operatorsOf(snapshot), ...options })
  return { actions: actionTexts(actions), why: names.map((name) => whyOf(run, name)), findings: run.answer.findings }
}

/** Why objects are not deleted, or not made, along the likely order. */
export function explainWhyNot(
  snapshot: PlayedSnapshot,
  actions: readonly PredictedAction[],
  names: readonly ObjectName[],
  options: AskOptions = {},
): WhyNotExplanation {
  const run = playActions(snapshot.objects, actions, { ...operatorsOf(snapshot), ...options })
  const whyNot = names.map((name) => whyNotOf(run, name))
  return { actions: actionTexts(actions), whyNot, findings: run.answer.findings }
}

function actionTexts(actions: readonly PredictedAction[]): readonly string[] {
  return actions.map(({ user, text }) => `${user.user}: ${text}`)
}

function preventionsOf(
  { objects, answer }: PlayedRun,
  actions: readonly PredictedAction[],
  name: ObjectName,
  options: AskOptions,
): readonly Preventions[] {
  const effect = answer.effects.find((each) => isSame(each, name))
  if (!effect) return []
  const asked = actions.map(({ text, user }): AskedAction => ({ do: text, as: user }))
  const changes = singleChangesThatPrevent({ objects }, asked, effect, options)
  return [{ object: objectText(name), outcome: effect.outcome, changes }]
}
