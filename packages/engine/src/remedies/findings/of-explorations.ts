import type { ExplorationAnswer } from '../../explore/exploration-answer.ts'
import type { PredictedAction } from '../../predict/predict.ts'
import type { FoundOn, SoughtRemedy } from '../sought-remedy.ts'
import { remediesOfActions } from './of-actions.ts'

/** What can be sought for what may or must become of objects, whatever the order. */
export function remediesOfExploration(
  { outcomes, properties }: Pick<ExplorationAnswer, 'outcomes' | 'properties'>,
  actions: readonly PredictedAction[],
  foundOn: FoundOn,
): readonly SoughtRemedy[] {
  const effects = outcomes.flatMap((outcome) => outcome.effects)
  const isRefused = outcomes.some(({ answers }) => answers.some(({ code }) => code >= 400))
  const isRestless =
    outcomes.some(({ kind }) => kind !== 'at rest') ||
    properties.some(({ name, verdict }) => name === 'comes-to-rest' && verdict === 'broken')
  return remediesOfActions(actions, { effects, isRefused, isRestless }, foundOn)
}
