/** How many values lie in a range of milliseconds, its upper end included. */
export interface Bar {
  readonly upToMs: number
  readonly count: number
}

/** How values are spread, in virtual milliseconds. */
export interface Distribution {
  readonly count: number
  readonly min: number
  readonly median: number
  readonly p90: number
  readonly p99: number
  readonly max: number
  /** of ranges that hold values, from the lowest; each is twice as wide as the one before, the first is 0 alone */
  readonly histogram: readonly Bar[]
}

/** Undefined where there are no values. */
export function distributionOf(values: readonly number[]): Distribution | undefined {
  const sorted = values.toSorted((a, b) => a - b)
  const [min] = sorted
  if (min === undefined) return undefined
  return {
    count: sorted.length,
    min,
    median: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
    p99: quantile(sorted, 0.99),
    max: quantile(sorted, 1),
    histogram: histogramOf(sorted),
  }
}

/** The smallest value that at least this part of the values does not exceed. */
function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0
}

function histogramOf(sorted: readonly number[]): readonly Bar[] {
  const counts = new Map<number, number>()
  for (const value of sorted) {
    const upToMs = value <= 0 ? 0 : 2 ** Math.ceil(Math.log2(value))
    counts.set(upToMs, (counts.get(upToMs) ?? 0) + 1)
  }
  return [...counts].map(([upToMs, count]) => ({ upToMs, count }))
}
