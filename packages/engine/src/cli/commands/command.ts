import type { CliIo, ExitCode } from '../cli-io.ts'
import type { CliOption, CommandLine } from '../parse-command-line.ts'
import type { CommandWiring } from './wiring.ts'

/** One command of the command line. */
export interface CliCommand {
  readonly name: string
  /** half a line for the list of commands */
  readonly summary: string
  /** the whole help text, with examples */
  readonly help: string
  readonly options: readonly CliOption[]
  readonly run: (line: CommandLine, io: CliIo, wiring: CommandWiring) => Promise<ExitCode>
  /** the command that its first argument makes of it, with options and help of its own; or what is wrong with it */
  readonly narrowed?: (argv: readonly string[], wiring: CommandWiring) => CliCommand | string
}

export const helpOption: CliOption = { name: 'help', short: 'h', type: 'boolean' }

/** Tells what is wrong with the way a command was called, and where to read how it is. */
export function badUsage(io: CliIo, command: string, message: string): ExitCode {
  io.stderr.write(`capsule-whatif ${command}: ${message}\n`)
  io.stderr.write(`Run 'capsule-whatif ${command} --help' for its options and examples.\n`)
  return 2
}
