/** What people ask about first. */
const leading: readonly string[] = ['CustomResourceDefinition', 'Tenant', 'Namespace']

/** Kinds in the order in which people ask about them. */
export function compareKinds(a: string, b: string): number {
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0)
}

function rank(kind: string): number {
  const index = leading.indexOf(kind)
  return index < 0 ? leading.length : index
}

/** `2 Namespaces, 1 Secret`: how many of each kind, what people ask about first in front. */
export function countedKinds(kinds: Iterable<string>): string {
  const counts = new Map<string, number>()
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts]
    .sort(([a], [b]) => compareKinds(a, b))
    .map(([kind, count]) => counted(count, kind))
    .join(', ')
}

/** `1 Namespace`, `2 NetworkPolicies` */
export function counted(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : plural(noun)}`
}

function plural(noun: string): string {
  if (/(s|x|ch)$/.test(noun)) return `${noun}es`
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`
}

/** Lines under a title; nothing where there are none. At most so many, and then how many more. */
export function section(title: string, lines: readonly string[], linesMax = 20): string {
  if (lines.length === 0) return ''
  const rest = lines.length > linesMax ? [`  and ${lines.length - linesMax} more`] : []
  return [title, ...lines.slice(0, linesMax).map((line) => `  ${line}`), ...rest].join('\n')
}

/** Sections with an empty line between them; empty ones are left out. */
export function document(sections: readonly string[]): string {
  return `${sections.filter((each) => each !== '').join('\n\n')}\n`
}

/** What limits an answer. */
export function findingSection(findings: readonly string[]): string {
  return section('Not certain:', findings)
}

/** Columns that stand under each other. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** Items by a key of theirs, in the order in which the keys first come. */
export function groupBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
