import { builtinResources, type JsonObject } from '@capsule-whatif/model'
import { predict } from '../predict/predict.ts'
import { replayTraces } from '../replay/replay-traces.ts'
import { predictionText } from '../report/prediction-text.ts'
import { parseCapsuleVersion } from '../snapshot/capsule-version.ts'
import type { CommandWiring } from './commands/wiring.ts'

/** The engine's own answers behind the commands. */
export const defaultWiring: CommandWiring = {
  builtInResources: builtinResources,
  capsuleVersions: ['0.7.4', '0.14.0'],
  predict: ({ snapshot, steps, operatorRunning, capsuleVersion }) => {
    const capsule = capsuleVersion === undefined ? undefined : parseCapsuleVersion(capsuleVersion)
    const answer = predict(snapshot.objects, steps, { operatorRunning, ...(capsule === undefined ? {} : { capsule }) })
    const hasFindings =
      answer.refusals.length > 0 || answer.effects.length > 0 || answer.findings.length > 0 || !answer.settled
    return { text: predictionText(answer), json: answer as unknown as JsonObject, hasFindings }
  },
  replay: (input) => ({ predictions: replayTraces(input) as unknown as AsyncIterable<JsonObject> }),
}
