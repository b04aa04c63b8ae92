import { planHows } from '../../plan/plan.ts'
import { severities } from '../../report/severity.ts'
import { readSnapshot } from '../../snapshot/read-snapshot.ts'
import type { CliIo, ExitCode } from '../cli-io.ts'
import { type CommandLine, lastValueOf, valuesOf } from '../parse-command-line.ts'
import { planFormats } from '../plan/plan-report.ts'
import { type Read, readPolicy, readSavedPlan, readSet } from '../plan/read-set.ts'
import { badUsage, type CliCommand, helpOption } from './command.ts'
import { planHelp } from './plan-help.ts'
import { fixOption, safeWays } from './safe-ways.ts'
import { operatorsOption, snapshotMissing, snapshotOf, userOf } from './snapshot-command.ts'
import type { CommandWiring, JudgedAnswer, PlanInput } from './wiring.ts'

export const planCommand: CliCommand = {
  name: 'plan',
  summary: 'what applying a set of manifests does, for CI',
  help: planHelp,
  options: [
    helpOption,
    { name: 'snapshot', short: 's', type: 'string' },
    { name: 'manifests', short: 'm', type: 'string' },
    { name: 'how', type: 'string', choices: planHows },
    { name: 'namespace', short: 'n', type: 'string' },
    { name: 'as', type: 'string' },
    { name: 'as-group', type: 'string' },
    { name: 'operator', type: 'string', choices: ['up', 'down'] },
    { name: 'capsule-version', type: 'string' },
    operatorsOption,
    { name: 'prune', type: 'string' },
    { name: 'prune-all', type: 'boolean' },
    { name: 'prune-allowlist', type: 'string' },
    { name: 'app', type: 'string' },
    { name: 'release', type: 'string' },
    { name: 'previous', type: 'string' },
    { name: 'force-conflicts', type: 'boolean' },
    { name: 'no-self-heal', type: 'boolean' },
    { name: 'policy', type: 'string' },
    { name: 'fail-on', type: 'string', choices: severities },
    { name: 'format', type: 'string', choices: planFormats },
    { name: 'out', short: 'o', type: 'string' },
    { name: 'against', type: 'string' },
    { name: 'plan', type: 'string' },
    fixOption,
  ],
  run: runPlan,
}

async function runPlan(line: CommandLine, io: CliIo, wiring: CommandWiring): Promise<ExitCode> {
  if (lastValueOf(line, 'against') !== undefined || lastValueOf(line, 'plan') !== undefined)
    return runAgainst(line, io, wiring)
  const wrong = misuse(line, wiring)
  if (wrong !== undefined) return badUsage(io, 'plan', wrong)
  const input = await inputOf(line, io, wiring)
  if (typeof input === 'number') return input
  const answer = await wiring.plan(input)
  if ('usage' in answer) return badUsage(io, 'plan', answer.usage)
  const { remedies, textWith } = answer
  if (remedies === undefined || textWith === undefined) return tell(line, io, answer)
  const ways = await safeWays(remedies, { ...line, positionals: [] }, input.snapshot, io, wiring)
  return tell(line, io, { ...answer, text: textWith(ways) })
}

function misuse(line: CommandLine, { capsuleVersions }: CommandWiring): string | undefined {
  const has = (name: string): boolean => lastValueOf(line, name) !== undefined
  const how = lastValueOf(line, 'how') ?? 'apply'
  const isKubectl = how === 'apply' || how === 'server-side'
  const version = lastValueOf(line, 'capsule-version')
  if (!has('snapshot')) return snapshotMissing
  if (line.positionals.length > 0)
    return `${line.positionals.join(' ')} is not understood. Snapshots follow --snapshot, manifests --manifests.`
  if (!has('manifests') && !(how === 'helm-uninstall' && has('release')))
    return '--manifests DIR is missing: a file or folder of manifests.'
  if (!has('as') && has('as-group')) return '--as-group needs --as USER beside it.'
  if (has('prune-all') && has('prune')) return '--prune SELECTOR and --prune-all exclude each other.'
  if (has('prune-all') && !isKubectl) return `--prune-all is kubectl's, and not of --how ${how}.`
  if (has('prune') && !isKubectl && how !== 'gitops')
    return `--prune is of kubectl and gitops, not of --how ${how}: Helm deletes what its release has no more.`
  if (has('prune-allowlist') && !has('prune') && !has('prune-all'))
    return '--prune-allowlist needs --prune SELECTOR or --prune-all.'
  if (has('force-conflicts') && how !== 'server-side') return '--force-conflicts is of --how server-side.'
  if ((has('app') || has('no-self-heal')) && how !== 'gitops') return '--app and --no-self-heal are of --how gitops.'
  if ((has('release') || has('previous')) && !how.startsWith('helm'))
    return '--release and --previous are of --how helm-upgrade and helm-uninstall.'
  if (version === undefined || capsuleVersions.includes(version)) return undefined
  return `Capsule ${version} is not modelled. Expected one of ${capsuleVersions.join(', ')}.`
}

async function inputOf(line: CommandLine, io: CliIo, wiring: CommandWiring): Promise<PlanInput | ExitCode> {
  const [manifests, previous] = [valuesOf(line, 'manifests'), valuesOf(line, 'previous')]
  const policyFile = lastValueOf(line, 'policy')
  const set = manifests.length === 0 ? undefined : await readSet('--manifests', manifests, io)
  if (set?.ok === false) return unreadable(set, io)
  const old = previous.length === 0 ? undefined : await readSet('--previous', previous, io)
  if (old?.ok === false) return unreadable(old, io)
  const policy = policyFile === undefined ? undefined : await readPolicy(policyFile, io)
  if (policy?.ok === false) return unreadable(policy, io)
  const snapshot = await snapshotOf('plan', { ...line, positionals: [] }, io, wiring)
  if (typeof snapshot === 'number') return snapshot
  return {
    snapshot,
    line,
    user: userOf(line),
    ...(set === undefined ? {} : { manifests: set.value }),
    ...(old === undefined ? {} : { previous: old.value }),
    ...(policy === undefined ? {} : { policy: policy.value }),
  }
}

function unreadable({ messages }: Extract<Read<unknown>, { readonly ok: false }>, io: CliIo): ExitCode {
  for (const message of messages) io.stderr.write(`${message}\n`)
  io.stderr.write('capsule-whatif plan: not everything could be read, so nothing was planned.\n')
  return 2
}

async function runAgainst(line: CommandLine, io: CliIo, wiring: CommandWiring): Promise<ExitCode> {
  const [later, plan] = [valuesOf(line, 'against'), lastValueOf(line, 'plan')]
  if (later.length === 0 || plan === undefined)
    return badUsage(io, 'plan', '--against LATER_SNAPSHOT and --plan FILE go together.')
  const saved = await readSavedPlan(plan, io)
  if (!saved.ok) return unreadable(saved, io)
  const snapshot = await readSnapshot(later, io.reader, { knownResources: wiring.builtInResources })
  if (snapshot.objects.length === 0 || snapshot.issues.some(({ code }) => code === 'source-unreadable'))
    return unreadable({ ok: false, messages: [`--against ${later.join(' ')} cannot be read whole.`] }, io)
  return tell(line, io, wiring.comparePlan({ snapshot, saved: saved.value, line }))
}

async function tell(line: CommandLine, io: CliIo, { text, fails, saved }: JudgedAnswer): Promise<ExitCode> {
  const out = lastValueOf(line, 'out')
  if (out !== undefined && saved !== undefined) {
    try {
      await io.writeFile(out, saved())
    } catch (error) {
      return badUsage(io, 'plan', `${out} cannot be written: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  io.stdout.write(text)
  return fails ? 1 : 0
}
