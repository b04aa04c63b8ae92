import type { KubeObject } from '@capsule-whatif/model'
import { redactSnapshot } from '../../redact/redact-snapshot.ts'
import { formatIssue } from '../../snapshot/snapshot-issue.ts'
import type { CliIo, ExitCode } from '../cli-io.ts'
import { type CommandLine, lastValueOf } from '../parse-command-line.ts'
import { badUsage, type CliCommand, helpOption } from './command.ts'
import { snapshotMissing, snapshotOf, snapshotOptions, sourcesOf } from './snapshot-command.ts'
import type { CommandWiring } from './wiring.ts'

const help = `capsule-whatif redact: a snapshot that is safe to share, for which predictions are the same.

Usage: capsule-whatif redact --snapshot FILE... [--output FILE] [options]

  -s, --snapshot FILE     the snapshot: a file, a folder, an archive, or - for standard input; several times
                          for several; files may also follow alone
  -o, --output FILE       where to write it (default: standard output), as one List in JSON
      --names             objects, users and groups of tenants under pseudonyms, the same ones throughout; names of
                          Kubernetes and of Capsule stay. Implies --drop-managed-fields
      --key FILE          with --names: where to write which word stands for which; keep it for yourself
      --drop-managed-fields
                          without managedFields: smaller, but server-side apply then meets no conflicts
  -h, --help              this text

Values of Secrets are always out, and with them the annotations that repeat them. Not looked at: data of ConfigMaps,
environment of containers, annotations, images and hosts; with --names, words of names are replaced there too.

Exit codes: 0 written, 2 bad usage or unreadable input, 3 a bug of capsule-whatif.

Examples:
  kubectl get ns,crd,tenants -A -o json | capsule-whatif redact --snapshot - --output cluster.json

  capsule-whatif redact --snapshot must-gather.tar.gz --names --key names.json --output for-you.json
`

export const redactCommand: CliCommand = {
  name: 'redact',
  summary: 'a snapshot that is safe to share, for which predictions are the same',
  help,
  options: [
    helpOption,
    ...snapshotOptions.filter(({ name }) => name === 'snapshot'),
    { name: 'output', short: 'o', type: 'string' },
    { name: 'names', type: 'boolean' },
    { name: 'key', type: 'string' },
    { name: 'drop-managed-fields', type: 'boolean' },
  ],
  run: runRedact,
}

async function runRedact(line: CommandLine, io: CliIo, wiring: CommandWiring): Promise<ExitCode> {
  if (sourcesOf(line).length === 0) return badUsage(io, 'redact', snapshotMissing)
  const [names, key] = [lastValueOf(line, 'names') !== undefined, lastValueOf(line, 'key')]
  if (key !== undefined && !names) return badUsage(io, 'redact', '--key needs --names beside it.')
  const snapshot = await snapshotOf('redact', line, io, wiring)
  if (typeof snapshot === 'number') return snapshot
  for (const issue of snapshot.issues.filter(({ severity }) => severity === 'error'))
    io.stderr.write(`${formatIssue(issue)}\n`)
  const dropManagedFields = lastValueOf(line, 'drop-managed-fields') !== undefined
  const { objects, pseudonyms } = redactSnapshot(snapshot.objects, { names, dropManagedFields })
  if (!(await written(io, lastValueOf(line, 'output'), listText(objects)))) return 2
  return key === undefined || (await written(io, key, `${JSON.stringify(pseudonyms, null, 2)}\n`)) ? 0 : 2
}

/** A List as kubectl has it, an object a line. */
function listText(objects: readonly KubeObject[]): string {
  const items = objects.map((object) => JSON.stringify(object)).join(',\n')
  return `{"apiVersion":"v1","kind":"List","metadata":{"resourceVersion":""},"items":[\n${items}\n]}\n`
}

async function written(io: CliIo, path: string | undefined, text: string): Promise<boolean> {
  if (path === undefined) {
    io.stdout.write(text)
    return true
  }
  try {
    await io.writeFile(path, text)
    return true
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    io.stderr.write(`capsule-whatif redact: ${path} cannot be written: ${reason}\n`)
    return false
  }
}
