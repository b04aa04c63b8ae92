import type { CliIo, ExitCode } from './cli-io.ts'
import { badUsage, type CliCommand } from './commands/command.ts'
import type { CommandWiring } from './commands/wiring.ts'
import { parseCommandLine } from './parse-command-line.ts'

/** Runs one command with what follows its name. */
export async function runCommand(
  found: CliCommand,
  argv: readonly string[],
  io: CliIo,
  wiring: CommandWiring,
): Promise<ExitCode> {
  const command = found.narrowed?.(argv, wiring) ?? found
  if (typeof command === 'string') return badUsage(io, found.name, command)
  const parsed = parseCommandLine(argv, command.options)
  if (!parsed.ok) return badUsage(io, command.name, parsed.usage)
  if (parsed.line.values.help !== undefined) {
    io.stdout.write(command.help)
    return 0
  }
  return command.run(parsed.line, io, wiring)
}
