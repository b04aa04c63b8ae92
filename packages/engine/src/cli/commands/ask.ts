import type { JsonObject } from '@capsule-whatif/model'
import { answeredQuestion } from '../../questions/asking/ask-question.ts'
import { isCannotBeAsked } from '../../questions/asking/cannot-be-asked.ts'
import { optionName, type Reading } from '../../questions/asking/parameter.ts'
import type { AnyQuestion, QuestionAnswer } from '../../questions/asking/question.ts'
import { parametersOf, readParameters } from '../../questions/asking/read-parameters.ts'
import { reaches, type Severity, severities } from '../../report/severity.ts'
import type { Snapshot } from '../../snapshot/load-snapshot.ts'
import { readSnapshot, readSources } from '../../snapshot/read-snapshot.ts'
import { formatIssue } from '../../snapshot/snapshot-issue.ts'
import { didYouMean } from '../../text/near-miss.ts'
import type { CliIo, ExitCode } from '../cli-io.ts'
import { type CliOption, type CommandLine, lastValueOf, valuesOf } from '../parse-command-line.ts'
import { questions as ownQuestions } from '../questions.ts'
import { catalogueHelp, questionHelp } from './ask-help.ts'
import { badUsage, type CliCommand, helpOption } from './command.ts'
import { fixOption, withSafeWays } from './safe-ways.ts'
import { printAnswer, snapshotMissing, snapshotOf, snapshotOptions, sourcesOf } from './snapshot-command.ts'
import type { CommandWiring } from './wiring.ts'

/** Asks the question that its first argument names. */
export const askCommand: CliCommand = {
  name: 'ask',
  summary: 'questions about the cluster of a snapshot: what goes with this, which protection holds, ...',
  help: catalogueHelp(ownQuestions),
  options: [helpOption],
  run: async (_line, io, { questions }) => badUsage(io, 'ask', notAQuestion(undefined, questions)),
  narrowed: ([first], { questions }) => {
    if (first === undefined || first.startsWith('-')) return askCommand
    const question = questions.find(({ name }) => name === first)
    return question === undefined ? notAQuestion(first, questions) : questionCommand(question)
  },
}

function notAQuestion(name: string | undefined, questions: readonly AnyQuestion[]): string {
  const names = questions.map((question) => question.name)
  const expected = `Expected one of ${names.join(', ')}.`
  if (name === undefined) return `the NAME of a question is missing. ${expected}`
  return `there is no question ${JSON.stringify(name)}.${didYouMean(name, names)} ${expected}`
}

const failOn: CliOption = { name: 'fail-on', type: 'string', choices: severities.slice(1) }

/** The command that asks one question. */
function questionCommand(question: AnyQuestion): CliCommand {
  const own = parametersOf(question).map(([parameter, { type }]): CliOption => {
    const name = optionName(parameter)
    if (type.isFlag) return { name, type: 'boolean' }
    return { name, type: 'string', ...(type.choices ? { choices: type.choices } : {}) }
  })
  return {
    name: `ask ${question.name}`,
    summary: question.meaning,
    help: questionHelp(question),
    options: [helpOption, ...snapshotOptions, failOn, fixOption, ...own],
    run: (line, io, wiring) => runQuestion(question, line, io, wiring),
  }
}

async function runQuestion(
  question: AnyQuestion,
  { values, positionals: [, ...files] }: CommandLine,
  io: CliIo,
  wiring: CommandWiring,
): Promise<ExitCode> {
  const command = `ask ${question.name}`
  const line = { values, positionals: files }
  if (sourcesOf(line).length === 0) return badUsage(io, command, snapshotMissing)
  const snapshot = await snapshotOf(command, line, io, wiring)
  if (typeof snapshot === 'number') return snapshot
  const reading = await readingOf(question, line, snapshot, io)
  if (typeof reading === 'string') return badUsage(io, command, reading)
  const given = readParameters(question, (option) => valuesOf(line, option), reading)
  if (!given.ok) return badUsage(io, command, given.error.message)
  const answer = answerTo(question, snapshot, given.value)
  if (typeof answer === 'string') return badUsage(io, command, answer)
  const hasFindings = answer.severity !== 'none' || answer.findings.length > 0
  const told = { text: question.text(answer), json: answer as unknown as JsonObject, hasFindings }
  const code = printAnswer(line, io, await withSafeWays(told, line, snapshot, io, wiring), snapshot)
  const bound = lastValueOf(line, 'fail-on')
  if (bound === undefined) return code
  return reaches(answer.severity, bound as Severity) ? 1 : 0
}

/** The answer, or why the question makes no sense here. */
function answerTo(question: AnyQuestion, snapshot: Snapshot, given: object): QuestionAnswer | string {
  try {
    return answeredQuestion(question, snapshot, given)
  } catch (error) {
    if (isCannotBeAsked(error)) return error.message
    throw error
  }
}

/** Reads what the parameters name; what is wrong with it, where it cannot be read. */
async function readingOf(
  question: AnyQuestion,
  line: CommandLine,
  snapshot: Snapshot,
  io: CliIo,
): Promise<Reading | string> {
  const texts = new Map<string, string>()
  const sources = new Map<string, Snapshot>()
  for (const [parameter, { type }] of parametersOf(question)) {
    const given = valuesOf(line, optionName(parameter))
    for (const { name, text } of (await readSources(type.files?.(given) ?? [], io.reader)).texts) texts.set(name, text)
    for (const source of type.sources?.(given) ?? []) {
      const read = await readSnapshot([source], io.reader)
      const wrong = read.issues.find(({ severity }) => severity === 'error')
      if (wrong !== undefined) return `--${optionName(parameter)} ${formatIssue(wrong)}`
      sources.set(source, read)
    }
  }
  return { snapshot, sourceOf: (name) => sources.get(name), readFile: (name) => texts.get(name) }
}
