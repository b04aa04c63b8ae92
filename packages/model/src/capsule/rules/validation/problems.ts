/** The first problem of a list of checks, each made only when those before it found nothing. */
export function firstProblem(...checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const problem = check()
    if (problem !== undefined) return problem
  }
  return undefined
}

/** The first problem among items, each with its position. */
export function firstOf<T>(
  items: readonly T[] | undefined,
  check: (item: T, index: number) => string | undefined,
): string | undefined {
  for (const [index, item] of (items ?? []).entries()) {
    const problem = check(item, index)
    if (problem !== undefined) return problem
  }
  return undefined
}
