import type { JsonObject } from '@capsule-whatif/model'
import { readSources } from '../../snapshot/read-snapshot.ts'
import { formatIssue } from '../../snapshot/snapshot-issue.ts'
import { isThrownError } from '../../thrown-error.ts'
import type { CliIo, ExitCode } from '../cli-io.ts'
import { type CommandLine, lastValueOf } from '../parse-command-line.ts'
import { badUsage, type CliCommand, helpOption } from './command.ts'
import type { CommandWiring, ReplayAnswer } from './wiring.ts'

const help = `capsule-whatif replay: predicts recorded traces.

Usage: capsule-whatif replay TRACES... --out FILE.jsonl

  TRACES            files with one trace a line, or folders of them
  -o, --out FILE    where the predictions go, one a line (default, and -: standard output)
  -h, --help        this text

Of each trace only its baseline, its state before and its steps without their responses are used.

Exit codes: 0 done, 2 bad usage or unreadable input, 3 a bug of capsule-whatif.

Examples:
  capsule-whatif replay traces/gc.jsonl --out gc-predictions.jsonl
  capsule-whatif replay traces/ --out predictions.jsonl
`

export const replayCommand: CliCommand = {
  name: 'replay',
  summary: 'predictions for recorded traces',
  help,
  options: [helpOption, { name: 'out', short: 'o', type: 'string' }],
  run: runReplay,
}

async function runReplay(line: CommandLine, io: CliIo, wiring: CommandWiring): Promise<ExitCode> {
  if (line.positionals.length === 0) return badUsage(io, 'replay', 'TRACES are missing: files of traces, or folders.')
  const { texts, issues } = await readSources(line.positionals, io.reader)
  const unreadable = issues.filter(({ severity }) => severity === 'error')
  if (unreadable.length > 0 || texts.length === 0) {
    for (const issue of issues) io.stderr.write(`${formatIssue(issue)}\n`)
    return 2
  }
  const known = new Map(texts.map(({ name, text }) => [name, text] as const))
  const readFile = async (path: string): Promise<string> =>
    known.get(path) ?? new TextDecoder().decode(await io.reader.read(path))
  const answer = await wiring.replay({ files: texts.map(({ name }) => name), readFile })
  const out = lastValueOf(line, 'out') ?? '-'
  try {
    return out === '-' ? await printLines(answer, io) : await writeLines(answer, out, io)
  } catch (error) {
    if (isThrownError(error, 'NotATrace')) return badUsage(io, 'replay', error.message)
    throw error
  }
}

async function printLines({ predictions }: ReplayAnswer, io: CliIo): Promise<ExitCode> {
  for await (const prediction of predictions) io.stdout.write(`${JSON.stringify(prediction)}\n`)
  return 0
}

async function writeLines(answer: ReplayAnswer, out: string, io: CliIo): Promise<ExitCode> {
  const lines: string[] = []
  for await (const prediction of answer.predictions as AsyncIterable<JsonObject>) lines.push(JSON.stringify(prediction))
  try {
    await io.writeFile(out, lines.map((line) => `${line}\n`).join(''))
  } catch (error) {
    return badUsage(io, 'replay', `${out} cannot be written: ${error instanceof Error ? error.message : String(error)}`)
  }
  return 0
}
