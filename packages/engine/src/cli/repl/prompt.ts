import { createInterface, type Interface } from 'node:readline/promises'
import { completionsFor } from '../../session/completions.ts'
import type { Session } from '../../session/session.ts'
import { promptText } from '../../session/session-line.ts'
import type { ExitCode, Terminal } from '../cli-io.ts'
import { type Desk, doLine } from './do-line.ts'
import { fileNames } from './file-names.ts'

/** Lets a person type line after line, until quit, Ctrl-D, or Ctrl-C twice. */
export async function prompt(desk: Desk, start: Session, terminal: Terminal): Promise<ExitCode> {
  let session = start
  const readline = createInterface({
    ...terminal,
    terminal: true,
    history: desk.history.lines.toReversed(),
    historySize: 1000,
    removeHistoryDuplicates: true,
    completer: (line: string) => completed(desk, session, line),
  })
  handleInterrupts(readline, terminal)
  readline.setPrompt(promptText(session))
  readline.prompt()
  for await (const line of readline) {
    desk.history.keep(line)
    const done = await withoutRawMode(terminal, () => doLine(desk, session, line))
    session = done.session
    if (done.end === 'quit') break
    readline.setPrompt(promptText(session))
    readline.prompt()
  }
  readline.close()
  terminal.output.write('\n')
  return 0
}

/** What Tab offers, and what of the line it stands for. A word that is whole is followed by a blank. */
async function completed({ others, io }: Desk, session: Session, line: string): Promise<[string[], string]> {
  const { word, candidates, files } = completionsFor(session, line, others)
  const all = [...candidates, ...(files ? await fileNames(word, io.reader) : [])]
  const [only, ...more] = all
  if (only === undefined || more.length > 0) return [all, word]
  return [[/[/=]$/.test(only) ? only : `${only} `], word]
}

/** Ctrl-C clears the line; on an empty one, a second Ctrl-C ends. */
function handleInterrupts(readline: Interface, { output }: Terminal): void {
  let isWarned = false
  readline.on('line', () => {
    isWarned = false
  })
  readline.on('SIGINT', () => {
    const isEmpty = readline.line === ''
    if (isEmpty && isWarned) return readline.close()
    isWarned = isEmpty
    output.write(isEmpty ? '\nCtrl-C again, Ctrl-D or quit leaves.\n' : '^C\n')
    readline.write(null, { ctrl: true, name: 'e' })
    readline.write(null, { ctrl: true, name: 'u' })
    readline.prompt()
  })
}

/** While something is computed the terminal is as usual, so that Ctrl-C ends the program: nothing else could. */
async function withoutRawMode<T>({ input }: Terminal, what: () => Promise<T>): Promise<T> {
  const stream = input as { setRawMode?: (isRaw: boolean) => unknown }
  stream.setRawMode?.(false)
  try {
    return await what()
  } finally {
    stream.setRawMode?.(true)
  }
}
