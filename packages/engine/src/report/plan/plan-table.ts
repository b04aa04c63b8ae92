import type { Judged } from './judged.ts'

const heads: readonly string[] = ['WHAT', 'SEVERITY', 'KIND', 'NAMESPACE', 'NAME', 'WHERE']

/** The objects of an answer as a table in columns, as kubectl prints them. */
export function planTable({ rows }: Judged): string {
  const cells = rows.map(({ what, severity, object, where }) => [
    what,
    severity,
    object.kind,
    object.namespace ?? '',
    object.name,
    where,
  ])
  const all = [heads, ...cells]
  const widths = heads.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('   ')
      .trimEnd(),
  )
  return `${lines.join('\n')}\n`
}
