import { builtinResources, type JsonObject } from '@capsule-whatif/model'
import { access } from '../access/access.ts'
import { accessJson } from '../access/access-json.ts'
import { properties } from '../explore/properties.ts'
import { predict } from '../predict/predict.ts'
import { replayTraces } from '../replay/replay-traces.ts'
import { accessText } from '../report/access-text.ts'
import { predictionText } from '../report/prediction-text.ts'
import { upgradeText } from '../report/upgrade-text.ts'
import { parseCapsuleVersion } from '../snapshot/capsule-version.ts'
import { operatorsOf } from '../snapshot/load-snapshot.ts'
import { upgrade } from '../upgrade/upgrade.ts'
import { repairsIn } from '../what-if/repairs.ts'
import { answerExplain } from './answer-explain.ts'
import { answerExplore, answerHunt, answerMerge } from './answer-explore.ts'
import { answerFix, goals } from './answer-fix.ts'
import { answerPicture } from './answer-picture.ts'
import type { AccessInput, CommandWiring, SnapshotAnswer, UpgradeInput } from './commands/wiring.ts'
import { readInstallations } from './installations.ts'
import { answerComparison, answerPlan } from './plan/answer-plan.ts'
import { questions } from './questions.ts'

/** The engine's own answers behind the commands. */
export const defaultWiring: CommandWiring = {
  builtInResources: builtinResources,
  capsuleVersions: ['0.7.4', '0.14.0'],
  questions,
  predict: ({ snapshot, steps, operatorRunning, capsuleVersion }) => {
    const capsule = capsuleVersion === undefined ? undefined : parseCapsuleVersion(capsuleVersion)
    const options = { ...operatorsOf(snapshot), operatorRunning, ...(capsule === undefined ? {} : { capsule }) }
    const answer = predict(snapshot.objects, steps, options)
    const repairs = repairsIn(snapshot.objects, answer)
    const told = [answer.refusals, answer.effects, answer.findings, repairs]
    const hasFindings = told.some(({ length }) => length > 0) || !answer.settled
    return { text: predictionText(answer, repairs), json: answer as unknown as JsonObject, hasFindings }
  },
  access: answerAccess,
  upgrade: answerUpgrade,
  properties,
  explore: answerExplore,
  explain: answerExplain,
  hunt: answerHunt,
  mergeShards: answerMerge,
  goals,
  fix: answerFix,
  plan: answerPlan,
  comparePlan: answerComparison,
  picture: answerPicture,
  replay: (input) => ({ predictions: replayTraces(input) as unknown as AsyncIterable<JsonObject> }),
}

function answerAccess({ snapshot, step, timeoutSeconds, proxyClusterScoped }: AccessInput): SnapshotAnswer | undefined {
  const answer = access(snapshot.objects, step, {
    ...operatorsOf(snapshot),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    proxy: { clusterScoped: proxyClusterScoped },
  })
  if (answer === undefined) return undefined
  const succeeds = answer.commands.every(({ roads }) => roads.every(({ run }) => run.end === 'done'))
  return {
    text: accessText(answer),
    json: accessJson(answer) as unknown as JsonObject,
    hasFindings: !succeeds || answer.findings.length > 0,
  }
}

function answerUpgrade({ snapshot, ...versions }: UpgradeInput): SnapshotAnswer | undefined {
  const [from, to] = [parseCapsuleVersion(versions.from), parseCapsuleVersion(versions.to)]
  if (from === undefined || to === undefined) return undefined
  const answer = upgrade(snapshot.objects, { from, to, installations: readInstallations(), ...operatorsOf(snapshot) })
  const changes = answer.itself.length > 0 || answer.actions.some((action) => action.changes.length > 0)
  const hasFindings = changes || answer.findings.length > 0
  return { text: upgradeText(answer), json: answer as unknown as JsonObject, hasFindings }
}
