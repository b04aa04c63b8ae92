import type { CliIo, ExitCode } from '../cli-io.ts'
import { type CommandLine, lastValueOf } from '../parse-command-line.ts'
import { badUsage, type CliCommand, helpOption } from './command.ts'
import {
  operatorsHelp,
  printAnswer,
  snapshotMissing,
  snapshotOf,
  snapshotOptions,
  sourcesOf,
} from './snapshot-command.ts'
import type { CommandWiring } from './wiring.ts'

const help = `capsule-whatif upgrade: what another version of Capsule changes for the people of a cluster.

Usage: capsule-whatif upgrade --snapshot FILE... --from VERSION --to VERSION [options]

  -s, --snapshot FILE     what kubectl get -o json or -o yaml printed: a file, a folder, an archive, or - for
                          standard input; several times for several; files may also follow alone
      --from VERSION      0.7 or 0.14: the version that runs
      --to VERSION        0.7 or 0.14: the version that will
${operatorsHelp()}
      --format text|json  how to answer (default: text)
  -h, --help              this text

Gives the cluster what the chart of the new version installs, starts its operator, and tries out everyday
actions of each tenant's owner and of an administrator under both versions: namespaces created, labelled, moved,
detached and deleted, generated objects deleted, tenants cordoned and deleted, the definition of Tenant deleted,
with the operator up and down. Says what will be refused that was allowed, what will be deleted that survived,
and the other way round.

Exit codes: 0 nothing changes, 1 findings, 2 bad usage or unreadable input, 3 a bug of capsule-whatif.

Examples:
  capsule-whatif upgrade --snapshot cluster.json --from 0.7 --to 0.14

  # and back
  capsule-whatif upgrade --snapshot cluster.json --from 0.14 --to 0.7 --format json
`

export const upgradeCommand: CliCommand = {
  name: 'upgrade',
  summary: 'what another version of Capsule changes for the people of a cluster',
  help,
  options: [helpOption, ...snapshotOptions, { name: 'from', type: 'string' }, { name: 'to', type: 'string' }],
  run: runUpgrade,
}

async function runUpgrade(line: CommandLine, io: CliIo, wiring: CommandWiring): Promise<ExitCode> {
  if (sourcesOf(line).length === 0) return badUsage(io, 'upgrade', snapshotMissing)
  const [from, to] = [lastValueOf(line, 'from'), lastValueOf(line, 'to')]
  if (from === undefined || to === undefined)
    return badUsage(io, 'upgrade', 'two versions are expected, as --from 0.7 --to 0.14.')
  const snapshot = await snapshotOf('upgrade', line, io, wiring)
  if (typeof snapshot === 'number') return snapshot
  const answer = wiring.upgrade({ snapshot, from, to })
  if (answer !== undefined) return printAnswer(line, io, answer, snapshot)
  const versions = wiring.capsuleVersions.join(', ')
  return badUsage(io, 'upgrade', `Capsule ${from} or ${to} is not modelled. Expected two of ${versions}.`)
}
