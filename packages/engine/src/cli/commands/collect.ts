import { stringify } from 'yaml'
import { type Collection, collection } from '../../collect/collection.ts'
import { type CommandLine, lastValueOf } from '../parse-command-line.ts'
import { badUsage, type CliCommand, helpOption } from './command.ts'

const help = `capsule-whatif collect: how to take a snapshot of a cluster with kubectl.

Usage: capsule-whatif collect [--format text|json|yaml]

Prints one line for a shell that collects every resource that answers depend on, custom resources too, with the
values of Secrets taken out before anything is written. Nothing is asked of a cluster by this command itself.

      --format text       the line, what it leaves out and why (default)
      --format yaml       the ClusterRole that whoever runs the line needs
      --format json       both, for programs
  -h, --help              this text

What the line may not list, kubectl says, and collects the rest; 'capsule-whatif collect --format yaml | kubectl apply
-f -' makes the ClusterRole, for an administrator of the cluster to bind. Custom resources of other groups than
Capsule's are to be added to it.

Exit codes: 0 printed, 2 bad usage, 3 a bug of capsule-whatif.

Example:
  capsule-whatif collect
`

export const collectCommand: CliCommand = {
  name: 'collect',
  summary: 'how to take a snapshot of a cluster with kubectl',
  help,
  options: [helpOption, { name: 'format', type: 'string', choices: ['text', 'json', 'yaml'] }],
  run: async (line, io) => {
    if (line.positionals.length > 0) return badUsage(io, 'collect', 'it takes no arguments.')
    io.stdout.write(printed(line, collection()))
    return 0
  },
}

function printed(line: CommandLine, answer: Collection): string {
  const format = lastValueOf(line, 'format')
  if (format === 'json') return `${JSON.stringify(answer, null, 2)}\n`
  if (format === 'yaml') return stringify(answer.clusterRole)
  const width = Math.max(...answer.notNeeded.map(({ resource }) => resource.length))
  return `To take a snapshot, in a shell where kubectl reaches the cluster:

${answer.command} | capsule-whatif redact --snapshot - --output cluster.json

It collects ${answer.resources.length} built-in resources where the cluster has them, and all custom resources. Left out:
${answer.notNeeded.map(({ resource, why }) => `  ${resource.padEnd(width)}  ${why}\n`).join('')}  ${'metrics'.padEnd(width)}  measured when asked, by aggregated API servers
`
}
