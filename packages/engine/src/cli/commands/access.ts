import { parseDuration } from '../../action/parse-duration.ts'
import type { CliIo, ExitCode } from '../cli-io.ts'
import { type CommandLine, lastValueOf, valuesOf } from '../parse-command-line.ts'
import { badUsage, type CliCommand, helpOption } from './command.ts'
import { parseSteps } from './predict.ts'
import {
  operatorsHelp,
  printAnswer,
  snapshotMissing,
  snapshotOf,
  snapshotOptions,
  sourcesOf,
  userOf,
} from './snapshot-command.ts'
import type { CommandWiring } from './wiring.ts'

const help = `capsule-whatif access: may somebody do this, by which rule, and what do they see?

Usage: capsule-whatif access --snapshot FILE... --as USER --do 'ACTION' [options]

  -s, --snapshot FILE     what kubectl get -o json or -o yaml printed: a file, a folder, an archive, or - for
                          standard input; several times for several; files may also follow alone
      --as USER           who asks
      --as-group GROUP    a group of that user; several times for several
  -d, --do 'ACTION'       one command as one writes it for kubectl: delete, create, patch, label,
                          annotate, scale or get with names
      --timeout DURATION  kubectl's --timeout, as 30s (default: it waits for a week)
      --proxy-cluster-scoped
                          Capsule Proxy runs with its feature gate ProxyClusterScoped
${operatorsHelp()}
      --format text|json  how to answer (default: text)
  -h, --help              this text

Shows the requests that kubectl sends, directly to the API server and through Capsule Proxy: what each is
answered, which RBAC rule and binding decided, what the user sees, whether kubectl hangs, and the smallest
extra rights with which the whole command succeeds. What is said of Capsule Proxy is from its specification
and source; there are no recordings of it.

Exit codes: 0 it succeeds on both roads, 1 findings, 2 bad usage or unreadable input, 3 a bug of capsule-whatif.

Examples:
  # why does kubectl hang when a tenant owner deletes a namespace?
  capsule-whatif access -s cluster.json --as alice --as-group projectcapsule.dev --do 'delete namespace oil-dev'

  # the same with a limit to kubectl's patience
  capsule-whatif access -s cluster.json --as alice --as-group projectcapsule.dev --timeout 30s \\
    --do 'delete namespace oil-dev'
`

export const accessCommand: CliCommand = {
  name: 'access',
  summary: 'may somebody do this, by which rule, and what do they see',
  help,
  options: [
    helpOption,
    ...snapshotOptions,
    { name: 'do', short: 'd', type: 'string' },
    { name: 'as', type: 'string' },
    { name: 'as-group', type: 'string' },
    { name: 'timeout', type: 'string' },
    { name: 'proxy-cluster-scoped', type: 'boolean' },
  ],
  run: runAccess,
}

async function runAccess(line: CommandLine, io: CliIo, wiring: CommandWiring): Promise<ExitCode> {
  const wrong = missing(line)
  if (wrong !== undefined) return badUsage(io, 'access', wrong)
  const snapshot = await snapshotOf('access', line, io, wiring)
  if (typeof snapshot === 'number') return snapshot
  const steps = await parseSteps(valuesOf(line, 'do'), snapshot, userOf(line), io, wiring)
  if (!steps.ok) return badUsage(io, 'access', steps.error.message)
  const [step] = steps.value
  const timeout = timeoutOf(line)
  const answer =
    step &&
    wiring.access({
      snapshot,
      step,
      proxyClusterScoped: line.values['proxy-cluster-scoped'] !== undefined,
      ...(timeout === undefined ? {} : { timeoutSeconds: timeout / 1000 }),
    })
  if (answer === undefined)
    return badUsage(
      io,
      'access',
      'the action is no request that is known beforehand. Expected a TYPE and a NAME in it.',
    )
  return printAnswer(line, io, answer, snapshot)
}

function timeoutOf(line: CommandLine): number | undefined {
  const text = lastValueOf(line, 'timeout')
  return text === undefined ? undefined : parseDuration(text)
}

function missing(line: CommandLine): string | undefined {
  if (sourcesOf(line).length === 0) return snapshotMissing
  if (lastValueOf(line, 'as') === undefined) return '--as USER is missing: whose access is asked for.'
  const actions = valuesOf(line, 'do')
  if (actions.length !== 1) return "one --do ACTION is expected, as --do 'delete namespace oil-prod'."
  if (lastValueOf(line, 'timeout') === undefined || timeoutOf(line) !== undefined) return undefined
  return `--timeout ${lastValueOf(line, 'timeout') ?? ''} is not understood. Expected a duration, as 30s or 5m.`
}
