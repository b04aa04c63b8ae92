import { sessionStartText } from '../../report/session/start-text.ts'
import { openSession, type Session } from '../../session/session.ts'
import { parseCapsuleVersion } from '../../snapshot/capsule-version.ts'
import { operatorsOf, type Snapshot } from '../../snapshot/load-snapshot.ts'
import { readSources } from '../../snapshot/read-snapshot.ts'
import { formatIssue } from '../../snapshot/snapshot-issue.ts'
import type { CliIo, ExitCode } from '../cli-io.ts'
import { type CommandLine, lastValueOf } from '../parse-command-line.ts'
import { deskOf } from '../repl/do-line.ts'
import { historyPath, openHistory } from '../repl/history-file.ts'
import { playScript } from '../repl/play-script.ts'
import { prompt } from '../repl/prompt.ts'
import { badUsage, type CliCommand, helpOption } from './command.ts'
import { askerOptions, wrongAsker } from './predict.ts'
import { replHelp } from './repl-help.ts'
import { operatorsOption, snapshotMissing, snapshotOf, sourcesOf, userOf } from './snapshot-command.ts'
import type { CommandWiring } from './wiring.ts'

/** The prompt, from which the other commands can be asked too. */
export function replCommand(others: readonly CliCommand[]): CliCommand {
  return {
    name: 'repl',
    summary: 'a prompt: try actions step by step, go back and forth in time',
    help: replHelp,
    options: [
      helpOption,
      { name: 'snapshot', short: 's', type: 'string' },
      operatorsOption,
      ...askerOptions,
      { name: 'script', type: 'string' },
      { name: 'no-history', type: 'boolean' },
    ],
    run: (line, io, wiring) => runRepl(line, io, wiring, others),
  }
}

async function runRepl(
  line: CommandLine,
  io: CliIo,
  wiring: CommandWiring,
  others: readonly CliCommand[],
): Promise<ExitCode> {
  const wrong = misuse(line, io, wiring)
  if (wrong !== undefined) return badUsage(io, 'repl', wrong)
  const snapshot = await snapshotOf('repl', line, io, wiring)
  if (typeof snapshot === 'number') return snapshot
  const script = await scriptOf(line, io)
  if (script !== undefined && !script.ok) return badUsage(io, 'repl', script.message)
  const session = sessionOf(line, snapshot)
  io.stdout.write(sessionStartText(session, snapshot.issues))
  if (script === undefined && io.terminal !== undefined) {
    const isKept = lastValueOf(line, 'no-history') === undefined
    return prompt(
      deskOf(io, wiring, others, openHistory(isKept ? historyPath(io.env) : undefined)),
      session,
      io.terminal,
    )
  }
  return playScript(deskOf(io, wiring, others, openHistory(undefined)), session, script?.text ?? '')
}

function misuse(line: CommandLine, { terminal }: CliIo, wiring: CommandWiring): string | undefined {
  const sources = sourcesOf(line)
  const script = lastValueOf(line, 'script')
  if (sources.length === 0) return snapshotMissing
  if (sources.includes('-') && (script === '-' || (script === undefined && terminal === undefined)))
    return 'the snapshot is standard input, so the lines cannot be. Expected --script FILE.'
  return wrongAsker(line, wiring)
}

type Script = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string }

/** The lines to be played; undefined where a person types them. */
async function scriptOf(line: CommandLine, io: CliIo): Promise<Script | undefined> {
  const file = lastValueOf(line, 'script') ?? (io.terminal === undefined ? '-' : undefined)
  if (file === undefined) return undefined
  const { texts, issues } = await readSources([file], io.reader)
  const [wrong] = issues
  return wrong ? { ok: false, message: `--script ${formatIssue(wrong)}` } : { ok: true, text: texts[0]?.text ?? '' }
}

function sessionOf(line: CommandLine, snapshot: Snapshot): Session {
  const capsule = parseCapsuleVersion(lastValueOf(line, 'capsule-version') ?? '')
  return openSession(snapshot.objects, {
    ...operatorsOf(snapshot),
    user: userOf(line),
    operatorRunning: lastValueOf(line, 'operator') !== 'down',
    ...(capsule === undefined ? {} : { capsule }),
  })
}
