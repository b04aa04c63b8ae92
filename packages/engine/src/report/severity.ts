/** How bad something is, on one ordered scale. */
export type Severity = 'none' | 'info' | 'warning' | 'danger'

/** From least to worst. */
export const severities: readonly Severity[] = ['none', 'info', 'warning', 'danger']

/** The worst of all; `none` where there are none. */
export function worstOf(all: Iterable<Severity>): Severity {
  let worst = 0
  for (const each of all) worst = Math.max(worst, severities.indexOf(each))
  return severities[worst] ?? 'none'
}

/** Whether one is as bad as a limit, or worse. Nothing reaches the limit `none`: it stands for no limit. */
export function reaches(severity: Severity, limit: Severity): boolean {
  return limit !== 'none' && severities.indexOf(severity) >= severities.indexOf(limit)
}
