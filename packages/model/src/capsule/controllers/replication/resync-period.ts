import { done, type ReconcileResult } from '../../../controllers/controller.ts'
import type { Replication } from './replication.ts'

const millisecondsOf: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}

/** The period is stretched by up to a tenth, by chance; the middle of that is taken here. */
const usualJitter = 1.05

/** A duration as Go prints it, in milliseconds. */
export function periodMs(period: string): number {
  let total = 0
  for (const [, amount, unit = ''] of period.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)/g))
    total += Number(amount) * (millisecondsOf[unit] ?? 0)
  return period.startsWith('-') ? -total : total
}

/** After its period a replication is looked at again; no period, no resync. [ct/resources/resync.go; extended C1.1] */
export function resync({ spec }: Replication): ReconcileResult {
  const afterMs = Math.round(periodMs(spec?.resyncPeriod ?? '60s') * usualJitter)
  return afterMs > 0 ? { type: 'requeue', afterMs } : done
}
