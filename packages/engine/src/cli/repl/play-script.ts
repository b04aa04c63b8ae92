import type { Session } from '../../session/session.ts'
import { promptText } from '../../session/session-line.ts'
import type { ExitCode } from '../cli-io.ts'
import { type Desk, doLine } from './do-line.ts'

/** Plays lines one after the other, each shown with its prompt before its answer. 2: one was not understood; 3: a bug of ours. */
export async function playScript(desk: Desk, start: Session, script: string): Promise<ExitCode> {
  let session = start
  let code: ExitCode = 0
  for (const line of script.replace(/\r?\n$/, '').split(/\r?\n/)) {
    if (script === '') break
    desk.io.stdout.write(`${promptText(session)}${line}`.trimEnd().concat('\n'))
    const done = await doLine(desk, session, line)
    if (done.end === 'quit') break
    if (done.end === 'bug') code = 3
    if (done.end === 'not understood' && code === 0) code = 2
    session = done.session
  }
  return code
}
