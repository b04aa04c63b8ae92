import { isRunning, type Operator, type UserInfo } from '@capsule-whatif/model'
import { defaultUser } from '../../action/impersonated-user.ts'
import { splitWords } from '../../action/split-words.ts'
import { optionName } from '../../questions/asking/parameter.ts'
import type { AnyQuestion } from '../../questions/asking/question.ts'
import { parametersOf } from '../../questions/asking/read-parameters.ts'
import { presentObjects, presentState, type Session } from '../../session/session.ts'
import type { OtherCommand, OtherOption } from '../../session/session-word.ts'
import type { SourceReader } from '../../snapshot/source-reader.ts'
import { quotedWord } from '../../text/quoted-word.ts'
import type { CliIo, ExitCode } from '../cli-io.ts'
import { badUsage, type CliCommand } from '../commands/command.ts'
import type { CommandWiring } from '../commands/wiring.ts'
import { runCommand } from '../run-command.ts'

/** Commands that a session asks of the cluster where one stands. The others have words of their own, or no use there. */
const offered: readonly string[] = ['ask', 'explore', 'explain', 'fix', 'plan', 'picture', 'access', 'upgrade']

/** The name under which such a command reads the present cluster, as no file is called. */
const presentName = 'the-present-cluster:.json'

/** The name under which it finds the operators that run beside Capsule. */
const presentOperators = 'the-present-operators:'

/** Options that the session gives them. */
const given: readonly string[] = ['snapshot', 'help', 'operator', 'operators', 'capsule-version']

/** What help and completion tell of them. */
export function otherCommands(commands: readonly CliCommand[], wiring: CommandWiring): readonly OtherCommand[] {
  const subjects: Readonly<Record<string, OtherCommand['subjects']>> = {
    ask: wiring.questions.map((question) => ({ name: question.name, options: optionsOfQuestion(question) })),
    fix: wiring.goals.map(({ name }) => ({ name, options: [] })),
  }
  return commands
    .filter(({ name }) => offered.includes(name))
    .map((command) => ({
      name: command.name,
      summary: command.summary,
      options: command.options.filter(({ name }) => !given.includes(name)),
      subjects: subjects[command.name] ?? [],
      takesAction: takesAction(command),
    }))
}

function optionsOfQuestion(question: AnyQuestion): readonly OtherOption[] {
  return parametersOf(question).map(([parameter, { type }]) => ({
    name: optionName(parameter),
    type: type.isFlag ? 'boolean' : 'string',
    ...(type.choices ? { choices: type.choices } : {}),
  }))
}

function takesAction({ options }: CliCommand): boolean {
  return options.some(({ name }) => name === 'do')
}

/** Runs such a command on the present cluster of a session, as its user. */
export async function runOther(
  command: CliCommand,
  session: Session,
  line: string,
  io: CliIo,
  wiring: CommandWiring,
): Promise<ExitCode> {
  const words = splitWords(line)
  if (!words.ok) return badUsage(io, command.name, words.error.message)
  const typed = words.value.slice(1)
  const narrowed = command.narrowed?.(typed, wiring)
  const { options } = typeof narrowed === 'object' ? narrowed : command
  const takes = (name: string): boolean => options.some((option) => option.name === name)
  const namesGoal = command.name === 'fix' && typed.some((word) => wiring.goals.some(({ name }) => name === word))
  const asked = takesAction(command) && !namesGoal ? withAction(command, typed) : typed
  const isHelp = typed.includes('--help') || typed.includes('-h')
  const argv = isHelp ? typed : [...asked, ...circumstances(command.name, session, asked, takes, wiring)]
  if (!isHelp && !takes('operator') && !presentState(session).running.capsule)
    io.stdout.write('The operator does not run here; this is answered as if it started again.\n')
  for (const { name } of isHelp ? [] : operatorsThat('do not', session))
    io.stdout.write(`The operator ${name} does not run here; this is answered without it.\n`)
  const importModule = async (): Promise<Readonly<Record<string, unknown>>> => ({
    operators: operatorsThat('run', session),
  })
  const stdout = { ...io.stdout, write: (text: string) => io.stdout.write(asTypedHere(text)) }
  return runCommand(command, argv, { ...io, stdout, importModule, reader: presentReader(session, io.reader) }, wiring)
}

/** The operators beside Capsule that run where one stands, or those that do not. */
function operatorsThat(are: 'run' | 'do not', session: Session): readonly Operator[] {
  const state = presentState(session)
  return (session.options.operators ?? []).filter(({ name }) => isRunning(state, name) === (are === 'run'))
}

/** The command of a safe way as one types it here, where the snapshot and its circumstances are given. */
function asTypedHere(text: string): string {
  return text.replace(/^(Safe way: )capsule-whatif (.*)$/gm, (_, title: string, command: string) => {
    const shorter = command
      .replace(` --snapshot ${presentName}`, '')
      .replace(/ --(operators?|capsule-version) \S+/g, '')
    return `${title}${shorter}`
  })
}

/** Options first, and then an action as it is typed: `explore --delays 1 delete tenant oil`. */
function withAction({ options }: CliCommand, words: readonly string[]): readonly string[] {
  let at = 0
  while (at < words.length) {
    const word = words[at] ?? ''
    if (!word.startsWith('-')) break
    const option = options.find(({ name, short }) => word === `--${name}` || word === `-${short}`)
    at += option?.type === 'string' ? 2 : 1
  }
  const action = words.slice(at)
  return action.length === 0 ? words : [...words.slice(0, at), '--do', action.map(quotedWord).join(' ')]
}

/** What the session knows and the command takes: the snapshot, whether the operator runs, its version, who asks. */
function circumstances(
  name: string,
  session: Session,
  asked: readonly string[],
  takes: (name: string) => boolean,
  { capsuleVersions }: CommandWiring,
): readonly string[] {
  const { user, options } = session
  const { capsule } = options
  const isDown = !presentState(session).running.capsule
  // `access` wants to be told who asks, also of the administrator
  const isAsked = takes('as') && !asked.some((word) => word.startsWith('--as'))
  const isTold = isAsked && (name === 'access' || user.user !== defaultUser.user)
  const version = capsuleVersions.find((each) => capsule !== undefined && each.startsWith(capsule))
  return [
    `--snapshot=${presentName}`,
    ...(operatorsThat('run', session).length > 0 && takes('operators') ? [`--operators=${presentOperators}`] : []),
    ...(isDown && takes('operator') ? ['--operator=down'] : []),
    ...(version !== undefined && takes('capsule-version') ? [`--capsule-version=${version}`] : []),
    ...(isTold ? [`--as=${user.user}`, ...groupsOf(user).map((group) => `--as-group=${group}`)] : []),
  ]
}

function groupsOf({ groups }: UserInfo): readonly string[] {
  return groups.filter((group) => group !== 'system:authenticated')
}

/** Reads the present cluster under its name, and all else as before. */
function presentReader(session: Session, reader: SourceReader): SourceReader {
  const text = (): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items: presentObjects(session) })
  return {
    ...reader,
    kindOf: async (path) => (path === presentName ? 'file' : reader.kindOf(path)),
    read: async (path) => (path === presentName ? new TextEncoder().encode(text()) : reader.read(path)),
  }
}
