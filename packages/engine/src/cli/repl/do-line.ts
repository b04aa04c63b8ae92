import { filesOfAction } from '../../action/parse-action.ts'
import type { Session } from '../../session/session.ts'
import { sessionLine } from '../../session/session-line.ts'
import type { LineResult, OtherCommand } from '../../session/session-word.ts'
import { readSources } from '../../snapshot/read-snapshot.ts'
import type { CliIo } from '../cli-io.ts'
import type { CliCommand } from '../commands/command.ts'
import type { CommandWiring } from '../commands/wiring.ts'
import type { History } from './history-file.ts'
import { otherCommands, runOther } from './other-commands.ts'

/** What a prompt works with, whoever types. */
export interface Desk {
  readonly io: CliIo
  readonly wiring: CommandWiring
  /** the commands of capsule-whatif */
  readonly commands: readonly CliCommand[]
  readonly others: readonly OtherCommand[]
  readonly history: History
}

/** How a line ended. `bug`: one of ours; the session goes on all the same. */
export interface LineEnd {
  readonly session: Session
  readonly end: 'done' | 'not understood' | 'bug' | 'quit'
}

export function deskOf(io: CliIo, wiring: CommandWiring, commands: readonly CliCommand[], history: History): Desk {
  const others = [...otherCommands(commands, wiring), historyWord]
  return { io, wiring, commands, others, history }
}

const historyWord: OtherCommand = {
  name: 'history',
  summary: 'the lines that were typed, in this session and before',
  options: [],
  subjects: [],
  takesAction: false,
}

/** Does one line, prints what it comes to, and never rejects. */
export async function doLine(desk: Desk, session: Session, line: string): Promise<LineEnd> {
  try {
    return await tryLine(desk, session, line)
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
    desk.io.stderr.write(
      `capsule-whatif met a bug of its own with this line; the session is as it was before it.\n${what}\n`,
    )
    return { session, end: 'bug' }
  }
}

async function tryLine(desk: Desk, session: Session, line: string): Promise<LineEnd> {
  const { io, wiring, commands, others, history } = desk
  const text = line.trim()
  const [name = ''] = text.split(/\s/)
  if (name === 'history') {
    io.stdout.write(history.lines.map((each) => `${each}\n`).join(''))
    return { session, end: 'done' }
  }
  const command = others.some((other) => other.name === name) && commands.find((each) => each.name === name)
  if (command) {
    const code = await runOther(command, session, text, io, wiring)
    return { session, end: code === 2 ? 'not understood' : 'done' }
  }
  const files = await filesOf(text, io)
  const result = sessionLine(session, line, { readFile: (file) => files.get(file), others })
  return finish(io, result)
}

/** The texts of the files that a line names, wherever in it the action begins. */
async function filesOf(text: string, io: CliIo): Promise<ReadonlyMap<string, string>> {
  const named = [text, text.replace(/^\S+\s+/, '')].flatMap(filesOfAction)
  const { texts } = await readSources(named, io.reader)
  return new Map(texts.map((each) => [each.name, each.text]))
}

async function finish(io: CliIo, { session, output, isUnderstood, ends, file }: LineResult): Promise<LineEnd> {
  if (file !== undefined) {
    try {
      await io.writeFile(file.path, file.text)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      io.stdout.write(`${file.path} cannot be written: ${why}\n`)
      return { session, end: 'not understood' }
    }
  }
  io.stdout.write(output)
  return { session, end: ends ? 'quit' : isUnderstood ? 'done' : 'not understood' }
}
