import { type KubeObject, listAt, textAt } from '@capsule-whatif/model'
import type { HealthFinding } from './health-finding.ts'
import { allBut } from './health-finding.ts'

/** The latest time that an object tells of: the snapshot was taken then or later. Milliseconds since the epoch. */
export function latestTime(objects: readonly KubeObject[]): number | undefined {
  let latest = 0
  for (const object of objects) {
    const { metadata } = object
    const managed = (metadata.managedFields ?? []).map((entry) => textAt(entry, 'time'))
    const changed = listAt(object, 'status', 'conditions').map((condition) => textAt(condition, 'lastTransitionTime'))
    for (const time of [metadata.creationTimestamp, ...managed, ...changed])
      if (time !== undefined) latest = Math.max(latest, Date.parse(time) || 0)
  }
  return latest === 0 ? undefined : latest
}

const hourMs = 3_600_000
const oldMs = 24 * hourMs

/** Nothing has happened in a cluster for a day: it is quiet, or the snapshot is old. */
export function ageCheck(latest: number | undefined, now: number | undefined): readonly HealthFinding[] {
  if (latest === undefined || now === undefined || now - latest < oldMs) return []
  return [
    {
      code: 'snapshot-old',
      severity: 'note',
      message: `the latest change in it is ${Math.floor((now - latest) / hourMs)} hours old: what came later is not seen`,
      limits: allBut(),
      advice: 'collect it again before acting on an answer',
    },
  ]
}
