import type { CliIo } from './cli-io.ts'
import type { CommandWiring } from './commands/wiring.ts'
import { defaultWiring } from './default-wiring.ts'
import { nodeIo } from './node-io.ts'
import { runCommandLine } from './run-command-line.ts'

/** The command line: runs what `argv` (without node and script) asks for and gives the exit code, 0 to 3. */
export async function main(
  argv: readonly string[],
  io: CliIo = nodeIo(),
  wiring: CommandWiring = defaultWiring,
): Promise<number> {
  return runCommandLine(argv, io, wiring)
}
