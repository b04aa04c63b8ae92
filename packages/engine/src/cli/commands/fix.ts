import { didYouMean } from '../../text/near-miss.ts'
import type { CliIo, ExitCode } from '../cli-io.ts'
import { type CliOption, type CommandLine, lastValueOf, valuesOf } from '../parse-command-line.ts'
import { badUsage, type CliCommand, helpOption } from './command.ts'
import { fixHelp } from './fix-help.ts'
import { actionFiles, stepsWithFiles, wrongAsker } from './predict.ts'
import { operatorsOption, printAnswer, snapshotMissing, snapshotOf, sourcesOf, userOf } from './snapshot-command.ts'
import type { CommandWiring, FixAnswer, FixInput } from './wiring.ts'

const fixOptions: readonly CliOption[] = [
  helpOption,
  { name: 'snapshot', short: 's', type: 'string' },
  operatorsOption,
  { name: 'format', type: 'string', choices: ['text', 'json', 'script'] },
  { name: 'do', short: 'd', type: 'string' },
  { name: 'as', type: 'string' },
  { name: 'as-group', type: 'string' },
  { name: 'keep', type: 'string' },
  { name: 'lose', type: 'string' },
  { name: 'definition', type: 'string' },
  { name: 'namespace', short: 'n', type: 'string' },
  { name: 'tenant', type: 'string' },
  { name: 'with', type: 'string', choices: ['reset', 'restart', 'lag', 'webhook', 'all'] },
  { name: 'tick', type: 'string' },
  { name: 'max-plans', type: 'string' },
  { name: 'max-states', type: 'string' },
  { name: 'max-seconds', type: 'string' },
  { name: 'operator', type: 'string', choices: ['up', 'down'] },
  { name: 'capsule-version', type: 'string' },
]

/** A safe order of steps for something that must be done. */
export const fixCommand: CliCommand = {
  name: 'fix',
  summary: 'a safe order of steps for what must be done, as a kubectl script with checks and an undo',
  help: fixHelp,
  options: fixOptions,
  run: runFix,
}

async function runFix(given: CommandLine, io: CliIo, wiring: CommandWiring): Promise<ExitCode> {
  const asked = valuesOf(given, 'do')
  const [first = '', ...rest] = given.positionals
  const isNamed = asked.length === 0 || wiring.goals.some(({ name }) => name === first)
  const goal = isNamed ? first : 'do'
  const line = isNamed ? { ...given, positionals: rest } : given
  const wrong = isNamed ? wrongGoal(goal, line, wiring) : undefined
  if (wrong !== undefined) return badUsage(io, 'fix', wrong)
  const misused = wrongOptions(line, wiring)
  if (misused !== undefined) return badUsage(io, 'fix', misused)
  const snapshot = await snapshotOf('fix', line, io, wiring)
  if (typeof snapshot === 'number') return snapshot
  const files = await actionFiles(asked, io)
  const steps = stepsWithFiles(asked, files, snapshot, userOf(line), wiring)
  if (!steps.ok) return badUsage(io, 'fix', steps.error.message)
  const version = lastValueOf(line, 'capsule-version')
  const answer = wiring.fix({
    snapshot,
    goal,
    objects: objectsOf(line),
    asked: asked.map((text) => ({ do: text, as: userOf(line) })),
    files,
    keep: valuesOf(line, 'keep'),
    lose: valuesOf(line, 'lose'),
    operatorRunning: lastValueOf(line, 'operator') !== 'down',
    ...(version === undefined ? {} : { capsuleVersion: version }),
    disturbances: valuesOf(line, 'with'),
    numbers: numbersOf(line),
    now: () => io.now(),
  })
  if ('usage' in answer) return badUsage(io, 'fix', answer.usage)
  return lastValueOf(line, 'format') === 'script' ? printScript(io, answer) : printAnswer(line, io, answer, snapshot)
}

/** The script alone, so that it can be kept in a file; where there is none, why. */
function printScript(io: CliIo, { script, text, hasFindings }: FixAnswer): ExitCode {
  if (script === undefined) io.stderr.write(text)
  else io.stdout.write(script)
  return script === undefined || hasFindings ? 1 : 0
}

const named = ['definition', 'namespace', 'tenant'] as const

function objectsOf(line: CommandLine): FixInput['objects'] {
  return Object.fromEntries(
    named.flatMap((name) => {
      const value = lastValueOf(line, name)
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

const numbers = ['tick', 'max-plans', 'max-states', 'max-seconds'] as const

function numbersOf(line: CommandLine): Readonly<Record<string, number>> {
  return Object.fromEntries(
    numbers.flatMap((name) => {
      const text = lastValueOf(line, name)
      return text === undefined ? [] : [[name, Number(text)]]
    }),
  )
}

function wrongGoal(name: string, line: CommandLine, { goals }: CommandWiring): string | undefined {
  const names = goals.map((goal) => goal.name)
  const goal = goals.find((each) => each.name === name)
  if (name === '') return `GOAL is missing. Expected one of ${names.join(', ')}, or --do ACTION.`
  if (goal === undefined)
    return `there is no goal ${name}.${didYouMean(name, names)} Expected one of ${names.join(', ')}, or --do ACTION.`
  if (valuesOf(line, 'do').length > 0)
    return `--do says what is to be done instead of a goal: leave out ${name} or --do.`
  const missing = goal.needs.find((option) => lastValueOf(line, option) === undefined)
  if (missing !== undefined) return `--${missing} NAME is missing: ${name} needs ${allOf(goal.needs)}.`
  return undefined
}

function wrongOptions(line: CommandLine, wiring: CommandWiring): string | undefined {
  if (sourcesOf(line).length === 0) return snapshotMissing
  for (const option of numbers) {
    const text = lastValueOf(line, option)
    if (text !== undefined && !(Number(text) > 0 && (option === 'tick' || Number.isInteger(Number(text)))))
      return `--${option} ${text} is no number. Expected ${option === 'tick' ? 'seconds above 0, as 0.5' : 'a whole number above 0, as 20'}.`
  }
  return wrongAsker(line, wiring)
}

function allOf(needs: readonly string[]): string {
  return needs.map((option) => `--${option}`).join(' and ')
}
