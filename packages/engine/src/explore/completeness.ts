import type { Exploration } from '../schedule/explore/explore.ts'

/** Whether every order was looked at. */
export function isComplete({ search, delays }: Exploration): boolean {
  const isPart = (search.division?.elsewhere.size ?? 0) > 0
  return search.limits.length === 0 && delays === undefined && !isPart
}
