import type { UserInfo } from '@capsule-whatif/model'
import { defaultUser, impersonatedUser } from '../../action/impersonated-user.ts'
import type { Snapshot } from '../../snapshot/load-snapshot.ts'
import { readSnapshot } from '../../snapshot/read-snapshot.ts'
import { formatIssue, type SnapshotIssue } from '../../snapshot/snapshot-issue.ts'
import type { CliIo, ExitCode } from '../cli-io.ts'
import { readOperators } from '../operator-modules.ts'
import { type CliOption, type CommandLine, lastValueOf, valuesOf } from '../parse-command-line.ts'
import { badUsage } from './command.ts'
import type { CommandWiring, SnapshotAnswer } from './wiring.ts'

/** Modules whose operators run beside Capsule: an option of every command that plays a snapshot. */
export const operatorsOption: CliOption = { name: 'operators', type: 'string' }

/** The options of every command that asks about a snapshot. */
export const snapshotOptions: readonly CliOption[] = [
  { name: 'snapshot', short: 's', type: 'string' },
  operatorsOption,
  { name: 'format', type: 'string', choices: ['text', 'json'] },
]

/** What help texts say of `--operators`; the second column begins at `column`. */
export function operatorsHelp(column = 26): string {
  const indent = ' '.repeat(column)
  return `${'      --operators MODULE'.padEnd(column)}operators that run beside Capsule: a JavaScript module that exports one as operator, or
${indent}several as operators (docs/extend/add-an-operator.md). Its code is run on this machine`
}

export const snapshotMissing = '--snapshot FILE is missing: a file, a folder, an archive, or - for standard input.'

/** The sources of the snapshot: those named by --snapshot, and what stands alone. */
export function sourcesOf(line: CommandLine): readonly string[] {
  return [...valuesOf(line, 'snapshot'), ...line.positionals]
}

/** The snapshot that a command line names, or the exit code where it cannot be read whole. */
export async function snapshotOf(
  command: string,
  line: CommandLine,
  io: CliIo,
  { builtInResources }: CommandWiring,
): Promise<Snapshot | ExitCode> {
  const snapshot = await readSnapshot(sourcesOf(line), io.reader, { knownResources: builtInResources })
  const isUnreadable = snapshot.issues.some(({ code }) => code === 'source-unreadable' || code === 'too-large')
  if (isUnreadable || snapshot.objects.length === 0) return unreadableInput(command, io, snapshot)
  const operators = await readOperators(valuesOf(line, 'operators'), io)
  if (!operators.ok) return badUsage(io, command, operators.error.message)
  return operators.value.length === 0 ? snapshot : { ...snapshot, operators: operators.value }
}

function unreadableInput(command: string, io: CliIo, { issues }: Snapshot): ExitCode {
  for (const text of shownIssues(issues)) io.stderr.write(`${text}\n`)
  io.stderr.write(`capsule-whatif ${command}: the snapshot cannot be read whole, so there is no answer.\n`)
  return 2
}

/** Who asks: --as with its groups, or an administrator of the cluster. */
export function userOf(line: CommandLine): UserInfo {
  const name = lastValueOf(line, 'as')
  return name === undefined ? defaultUser : impersonatedUser(name, valuesOf(line, 'as-group'))
}

/** Prints an answer in the format asked for, with what is to be known of the snapshot, and gives the exit code. */
export function printAnswer(line: CommandLine, io: CliIo, answer: SnapshotAnswer, snapshot: Snapshot): ExitCode {
  io.stdout.write(lastValueOf(line, 'format') === 'json' ? asJson(answer, snapshot) : asText(answer, snapshot))
  return answer.hasFindings || snapshot.issues.some(({ severity }) => severity !== 'note') ? 1 : 0
}

function asJson(answer: SnapshotAnswer, { issues }: Snapshot): string {
  return `${JSON.stringify({ ...answer.json, snapshotIssues: issues }, null, 2)}\n`
}

const issuesMax = 20

function asText({ text }: SnapshotAnswer, { issues }: Snapshot): string {
  if (issues.length === 0) return text
  const shown = shownIssues(issues, ': --format json lists all')
  return `${text}\nAbout the snapshot:\n${shown.map((each) => `  ${each}\n`).join('')}`
}

/** The worst issues, and how many more there are. */
function shownIssues(issues: readonly SnapshotIssue[], where = ''): readonly string[] {
  const shown = bySeverity(issues).slice(0, issuesMax).map(formatIssue)
  return issues.length > issuesMax ? [...shown, `and ${issues.length - issuesMax} more${where}`] : shown
}

function bySeverity(issues: readonly SnapshotIssue[]): readonly SnapshotIssue[] {
  return (['error', 'warning', 'note'] as const).flatMap((each) => issues.filter(({ severity }) => severity === each))
}
