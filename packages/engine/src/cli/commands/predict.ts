import type { UserInfo } from '@capsule-whatif/model'
import { type ActionContext, allParsed, type Parsed, parsed } from '../../action/action-text.ts'
import { defaultUser, impersonatedUser } from '../../action/impersonated-user.ts'
import { filesOfAction, parseAction } from '../../action/parse-action.ts'
import type { Snapshot } from '../../snapshot/load-snapshot.ts'
import { definedResources } from '../../snapshot/named-resource.ts'
import { readSnapshot, readSources } from '../../snapshot/read-snapshot.ts'
import { formatIssue, type SnapshotIssue } from '../../snapshot/snapshot-issue.ts'
import type { CliIo, ExitCode } from '../cli-io.ts'
import { type CommandLine, lastValueOf, valuesOf } from '../parse-command-line.ts'
import { badUsage, type CliCommand, helpOption } from './command.ts'
import { predictHelp } from './predict-help.ts'
import type { CommandWiring, PredictAnswer, PredictStep } from './wiring.ts'

export const predictCommand: CliCommand = {
  name: 'predict',
  summary: 'what an action does to the cluster of a snapshot',
  help: predictHelp,
  options: [
    helpOption,
    { name: 'snapshot', short: 's', type: 'string' },
    { name: 'do', short: 'd', type: 'string' },
    { name: 'as', type: 'string' },
    { name: 'as-group', type: 'string' },
    { name: 'operator', type: 'string', choices: ['up', 'down'] },
    { name: 'capsule-version', type: 'string' },
    { name: 'format', type: 'string', choices: ['text', 'json'] },
  ],
  run: runPredict,
}

async function runPredict(line: CommandLine, io: CliIo, wiring: CommandWiring): Promise<ExitCode> {
  const sources = [...valuesOf(line, 'snapshot'), ...line.positionals]
  const texts = valuesOf(line, 'do')
  const wrong = missing(line, sources, texts, wiring)
  if (wrong !== undefined) return badUsage(io, 'predict', wrong)
  const snapshot = await readSnapshot(sources, io.reader, { knownResources: wiring.builtInResources })
  const unreadable = snapshot.issues.filter(({ code }) => code === 'source-unreadable')
  if (unreadable.length > 0 || snapshot.objects.length === 0) return unreadableInput(io, snapshot)
  const steps = await parseSteps(texts, snapshot, userOf(line), io, wiring)
  if (!steps.ok) return badUsage(io, 'predict', steps.error.message)
  const version = lastValueOf(line, 'capsule-version')
  const answer = await wiring.predict({
    snapshot,
    steps: steps.value,
    operatorRunning: lastValueOf(line, 'operator') !== 'down',
    ...(version === undefined ? {} : { capsuleVersion: version }),
  })
  io.stdout.write(lastValueOf(line, 'format') === 'json' ? asJson(answer, snapshot) : asText(answer, snapshot))
  return answer.hasFindings || snapshot.issues.some(({ severity }) => severity !== 'note') ? 1 : 0
}

function missing(
  line: CommandLine,
  sources: readonly string[],
  actions: readonly string[],
  { capsuleVersions }: CommandWiring,
): string | undefined {
  if (sources.length === 0) return '--snapshot FILE is missing: a file, a folder, or - for standard input.'
  if (actions.length === 0) return "--do ACTION is missing, as --do 'delete namespace oil-prod'."
  if (lastValueOf(line, 'as') === undefined && valuesOf(line, 'as-group').length > 0)
    return '--as-group needs --as USER beside it.'
  const version = lastValueOf(line, 'capsule-version')
  if (version === undefined || capsuleVersions.includes(version)) return undefined
  return `Capsule ${version} is not modelled. Expected one of ${capsuleVersions.join(', ')}.`
}

function unreadableInput(io: CliIo, { issues }: Snapshot): ExitCode {
  for (const issue of issues) io.stderr.write(`${formatIssue(issue)}\n`)
  io.stderr.write('capsule-whatif predict: the snapshot cannot be read whole, so nothing was predicted.\n')
  return 2
}

function userOf(line: CommandLine): UserInfo {
  const name = lastValueOf(line, 'as')
  return name === undefined ? defaultUser : impersonatedUser(name, valuesOf(line, 'as-group'))
}

async function parseSteps(
  texts: readonly string[],
  snapshot: Snapshot,
  user: UserInfo,
  io: CliIo,
  wiring: CommandWiring,
): Promise<Parsed<readonly PredictStep[]>> {
  const files = await readSources(texts.flatMap(filesOfAction), io.reader)
  const textsByFile = new Map(files.texts.map(({ name, text }) => [name, text] as const))
  const context: ActionContext = {
    resources: [...wiring.builtInResources, ...definedResources(snapshot.objects)],
    readFile: (file) => textsByFile.get(file),
  }
  return allParsed(texts.map((text) => parseStep(text, user, context)))
}

function parseStep(text: string, user: UserInfo, context: ActionContext): Parsed<PredictStep> {
  const action = parseAction(text, context)
  return action.ok ? parsed({ text, actions: action.value.actions, user: action.value.user ?? user }) : action
}

function asJson(answer: PredictAnswer, { issues }: Snapshot): string {
  return `${JSON.stringify({ ...answer.json, snapshotIssues: issues }, null, 2)}\n`
}

const issuesMax = 20

function asText({ text }: PredictAnswer, { issues }: Snapshot): string {
  if (issues.length === 0) return text
  const shown = bySeverity(issues).slice(0, issuesMax).map(formatIssue)
  if (issues.length > issuesMax) shown.push(`and ${issues.length - issuesMax} more: --format json lists all`)
  return `${text}\nAbout the snapshot:\n${shown.map((each) => `  ${each}\n`).join('')}`
}

function bySeverity(issues: readonly SnapshotIssue[]): readonly SnapshotIssue[] {
  return (['error', 'warning', 'note'] as const).flatMap((each) => issues.filter(({ severity }) => severity === each))
}
