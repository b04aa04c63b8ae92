import type { CliIo, ExitCode } from './cli-io.ts'
import { accessCommand } from './commands/access.ts'
import { askCommand } from './commands/ask.ts'
import { collectCommand } from './commands/collect.ts'
import { badUsage, type CliCommand } from './commands/command.ts'
import { explainCommand } from './commands/explain.ts'
import { exploreCommand } from './commands/explore.ts'
import { fixCommand } from './commands/fix.ts'
import { helpCommand, overview, unknownCommand } from './commands/help.ts'
import { pictureCommand } from './commands/picture.ts'
import { planCommand } from './commands/plan.ts'
import { predictCommand } from './commands/predict.ts'
import { redactCommand } from './commands/redact.ts'
import { replCommand } from './commands/repl.ts'
import { replayCommand } from './commands/replay.ts'
import { upgradeCommand } from './commands/upgrade.ts'
import { versionCommand } from './commands/version.ts'
import type { CommandWiring } from './commands/wiring.ts'
import { runCommand } from './run-command.ts'

const answering: readonly CliCommand[] = [
  predictCommand,
  askCommand,
  accessCommand,
  exploreCommand,
  explainCommand,
  fixCommand,
  planCommand,
  pictureCommand,
  upgradeCommand,
  collectCommand,
  redactCommand,
  replayCommand,
  versionCommand,
]
const listed: readonly CliCommand[] = [...answering, replCommand(answering)]

/** All commands, in the order of the help text. */
export const commands: readonly CliCommand[] = [...listed, helpCommand(listed)]

/**
 * Runs one command of the command line; `argv` is what follows the program's name. Never rejects: what goes wrong within
 * is exit code 3 and a text that asks to report it.
 */
export async function runCommandLine(argv: readonly string[], io: CliIo, wiring: CommandWiring): Promise<ExitCode> {
  try {
    return await dispatch(argv, io, wiring)
  } catch (error) {
    io.stderr.write(bugReport(argv, error))
    return 3
  }
}

async function dispatch(argv: readonly string[], io: CliIo, wiring: CommandWiring): Promise<ExitCode> {
  const [first = '', ...rest] = argv
  if (first === '') {
    io.stderr.write(overview(commands))
    return 2
  }
  const name = aliases.get(first) ?? first
  const found = commands.find((each) => each.name === name)
  if (found === undefined) return badUsage(io, 'help', unknownCommand(first, commands))
  return runCommand(found, rest, io, wiring)
}

const aliases: ReadonlyMap<string, string> = new Map([
  ['--help', 'help'],
  ['-h', 'help'],
  ['--version', 'version'],
  ['-v', 'version'],
])

function bugReport(argv: readonly string[], error: unknown): string {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `capsule-whatif met a bug of its own, so there is no answer.
Please report it with the text below and, if you may share it, the snapshot (secrets taken out).

command: capsule-whatif ${argv.map((word) => (/^[\w./:=-]+$/.test(word) ? word : `'${word}'`)).join(' ')}
node: ${process.version}
${what}
`
}
