import { goQuote } from '../../object/go-format.ts'
import type { Refusal } from '../../object/status-errors.ts'
import { printElement } from './field-shape.ts'
import { type FieldTree, pathsOf } from './field-tree.ts'
import type { ManagedSet } from './managers.ts'

/** Places that another manager has with another value. */
export interface Conflict {
  readonly with: ManagedSet
  readonly places: FieldTree
}

interface Printed {
  readonly manager: string
  readonly path: string
}

/** [managedfields conflict.go NewConflictError; errors.go NewApplyConflict; kubernetes.md 7.7.3] */
export function applyConflict(conflicts: readonly Conflict[]): Refusal {
  const all = conflicts.flatMap(({ with: set, places }) =>
    pathsOf(places).map((path): Printed => ({ manager: printManager(set), path: path.map(printElement).join('') })),
  )
  const causes = all.map(({ manager, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${manager}`,
    field: path,
  }))
  const code = 409
  const details = { causes }
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' } as const
  return { code, body: { ...status, message: messageOf(all), reason: 'Conflict', details, code } }
}

function messageOf(all: readonly Printed[]): string {
  const [only] = all
  if (only && all.length === 1) return `Apply failed with 1 conflict: conflict with ${only.manager}: ${only.path}`
  const managers = [...new Set(all.map(({ manager }) => manager))].sort()
  const lines = managers.flatMap((manager) => [
    `conflicts with ${manager}:`,
    ...all.filter((one) => one.manager === manager).map(({ path }) => `- ${path}`),
  ])
  return `Apply failed with ${all.length} conflicts: ${lines.join('\n')}`
}

/** Times are not told. */
function printManager({ manager }: ManagedSet): string {
  const { name, operation, apiVersion, subresource } = manager
  const named = subresource === '' ? goQuote(name) : `${goQuote(name)} with subresource ${goQuote(subresource)}`
  return operation === 'Apply' ? named : `${named} using ${apiVersion}`
}
