/** Every `Severity`. */
export const severities = ['none', 'info', 'warning', 'danger'] as const

/** How bad something is, from least to worst. */
export type Severity = (typeof severities)[number]

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
