import type { UserInfo } from '@capsule-whatif/model'
import { type ActionContext, allParsed, type Parsed, parsed } from '../../action/action-text.ts'
import { filesOfAction, parseAction } from '../../action/parse-action.ts'
import type { Snapshot } from '../../snapshot/load-snapshot.ts'
import { definedResources } from '../../snapshot/named-resource.ts'
import { readSources } from '../../snapshot/read-snapshot.ts'
import type { CliIo, ExitCode } from '../cli-io.ts'
import { type CliOption, type CommandLine, lastValueOf, valuesOf } from '../parse-command-line.ts'
import { badUsage, type CliCommand, helpOption } from './command.ts'
import { predictHelp } from './predict-help.ts'
import { printAnswer, snapshotMissing, snapshotOf, snapshotOptions, sourcesOf, userOf } from './snapshot-command.ts'
import type { CommandWiring, PredictInput, PredictStep } from './wiring.ts'

/** Who asks, and of which operator: options of every command that plays actions. */
export const askerOptions: readonly CliOption[] = [
  { name: 'as', type: 'string' },
  { name: 'as-group', type: 'string' },
  { name: 'operator', type: 'string', choices: ['up', 'down'] },
  { name: 'capsule-version', type: 'string' },
]

export const predictCommand: CliCommand = {
  name: 'predict',
  summary: 'what an action does to the cluster of a snapshot',
  help: predictHelp,
  options: [helpOption, ...snapshotOptions, { name: 'do', short: 'd', type: 'string' }, ...askerOptions],
  run: runPredict,
}

async function runPredict(line: CommandLine, io: CliIo, wiring: CommandWiring): Promise<ExitCode> {
  const texts = valuesOf(line, 'do')
  const wrong = missing(line, texts, wiring)
  if (wrong !== undefined) return badUsage(io, 'predict', wrong)
  const snapshot = await snapshotOf('predict', line, io, wiring)
  if (typeof snapshot === 'number') return snapshot
  const steps = await parseSteps(texts, snapshot, userOf(line), io, wiring)
  if (!steps.ok) return badUsage(io, 'predict', steps.error.message)
  const answer = await wiring.predict(predictInputOf(line, snapshot, steps.value))
  return printAnswer(line, io, answer, snapshot)
}

/** What is to be played, as the options say. */
export function predictInputOf(line: CommandLine, snapshot: Snapshot, steps: readonly PredictStep[]): PredictInput {
  const version = lastValueOf(line, 'capsule-version')
  return {
    snapshot,
    steps,
    operatorRunning: lastValueOf(line, 'operator') !== 'down',
    ...(version === undefined ? {} : { capsuleVersion: version }),
  }
}

function missing(line: CommandLine, actions: readonly string[], wiring: CommandWiring): string | undefined {
  if (sourcesOf(line).length === 0) return snapshotMissing
  if (actions.length === 0) return "--do ACTION is missing, as --do 'delete namespace oil-prod'."
  return wrongAsker(line, wiring)
}

/** What is wrong with the options that say who asks, and of which operator. */
export function wrongAsker(line: CommandLine, { capsuleVersions }: CommandWiring): string | undefined {
  if (lastValueOf(line, 'as') === undefined && valuesOf(line, 'as-group').length > 0)
    return '--as-group needs --as USER beside it.'
  const version = lastValueOf(line, 'capsule-version')
  if (version === undefined || capsuleVersions.includes(version)) return undefined
  return `Capsule ${version} is not modelled. Expected one of ${capsuleVersions.join(', ')}.`
}

/** The actions of --do, with the files that they name. */
export async function parseSteps(
  texts: readonly string[],
  snapshot: Snapshot,
  user: UserInfo,
  io: CliIo,
  wiring: CommandWiring,
): Promise<Parsed<readonly PredictStep[]>> {
  return stepsWithFiles(texts, await actionFiles(texts, io), snapshot, user, wiring)
}

/** The texts of the files that actions name, by name. */
export async function actionFiles(texts: readonly string[], io: CliIo): Promise<ReadonlyMap<string, string>> {
  const files = await readSources(texts.flatMap(filesOfAction), io.reader)
  return new Map(files.texts.map(({ name, text }) => [name, text] as const))
}

export function stepsWithFiles(
  texts: readonly string[],
  files: ReadonlyMap<string, string>,
  snapshot: Snapshot,
  user: UserInfo,
  wiring: CommandWiring,
): Parsed<readonly PredictStep[]> {
  const context: ActionContext = {
    resources: [...wiring.builtInResources, ...definedResources(snapshot.objects)],
    readFile: (file) => files.get(file),
    operators: (snapshot.operators ?? []).map(({ name }) => name),
  }
  return allParsed(texts.map((text) => parseStep(text, user, context)))
}

function parseStep(text: string, user: UserInfo, context: ActionContext): Parsed<PredictStep> {
  const action = parseAction(text, context)
  return action.ok ? parsed({ text, actions: action.value.actions, user: action.value.user ?? user }) : action
}
