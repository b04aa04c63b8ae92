/** Indexes as a status has them: `0-2,5`. [pkg/controller/job/indexed_job_utils.go] */
export function parseIndexes(text: string): ReadonlySet<number> {
  const indexes = new Set<number>()
  for (const part of text.split(',')) {
    const [first, last = first] = part.split('-').map(Number)
    if (part === '' || first === undefined || last === undefined) continue
    for (let index = first; index <= last; index++) indexes.add(index)
  }
  return indexes
}

/** Three or more in a row are written as a range. */
export function formatIndexes(indexes: ReadonlySet<number>): string {
  const parts: string[] = []
  const sorted = [...indexes].sort((a, b) => a - b)
  for (let at = 0; at < sorted.length; ) {
    let end = at
    while (sorted[end + 1] === (sorted[end] ?? 0) + 1) end++
    const [first, last] = [sorted[at], sorted[end]]
    parts.push(end === at ? `${first}` : end === at + 1 ? `${first},${last}` : `${first}-${last}`)
    at = end + 1
  }
  return parts.join(',')
}
