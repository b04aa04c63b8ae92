import { didYouMean } from '../../text/near-miss.ts'
import { badUsage, type CliCommand, helpOption } from './command.ts'

/** The command `help`, over the commands that it tells of. */
export function helpCommand(others: readonly CliCommand[]): CliCommand {
  const command: CliCommand = {
    name: 'help',
    summary: 'this text, or that of a command',
    help: `capsule-whatif help: how to use capsule-whatif, or one of its commands.

Usage: capsule-whatif help [COMMAND]

Example:
  capsule-whatif help predict
`,
    options: [helpOption],
    run: async (line, io) => {
      const [name] = line.positionals
      const commands = [...others, command]
      const found = commands.find((each) => each.name === name)
      if (name === undefined) io.stdout.write(overview(commands))
      else if (found !== undefined) io.stdout.write(found.help)
      else return badUsage(io, 'help', unknownCommand(name, commands))
      return 0
    },
  }
  return command
}

export function unknownCommand(name: string, commands: readonly CliCommand[]): string {
  const names = commands.map((command) => command.name)
  return `there is no command ${JSON.stringify(name)}.${didYouMean(name, names)} Expected one of ${names.join(', ')}.`
}

/** The help text of the whole. */
export function overview(commands: readonly CliCommand[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  return `capsule-whatif: what a change will really do to a Kubernetes cluster run with Capsule.

Usage: capsule-whatif COMMAND [options]

Commands:
${commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}\n`).join('')}
Run 'capsule-whatif COMMAND --help' for the options and examples of a command.

Exit codes: 0 nothing found, 1 findings, 2 bad usage or unreadable input, 3 a bug of capsule-whatif.

Example:
  capsule-whatif predict --snapshot cluster.json --do 'delete crd tenants.capsule.clastix.io'
`
}
