import type { Installations } from '../upgrade/installation.ts'
import { access } from './access.ts'
import { adopt } from './adopt.ts'
import type { AnyQuestion } from './asking/question.ts'
import { blastRadius } from './blast-radius.ts'
import { cascade } from './cascade.ts'
import { compare } from './compare.ts'
import { consistency } from './consistency.ts'
import { detach } from './detach.ts'
import { drift } from './drift.ts'
import { metadataLatency } from './metadata-latency.ts'
import { migrate } from './migrate.ts'
import { ownerJourney } from './owner-journey.ts'
import { protections } from './protections.ts'
import { quotaForecast } from './quota-forecast.ts'
import { restore } from './restore.ts'
import { snapshotHealth } from './snapshot-health.ts'
import { uninstall } from './uninstall.ts'
import { upgradeQuestion } from './upgrade.ts'

/** Every question that needs nothing but the snapshot, in the order in which `ask --help` lists them: about the input first. */
export const catalogue: readonly AnyQuestion[] = [
  snapshotHealth,
  consistency,
  cascade,
  blastRadius,
  protections,
  migrate,
  detach,
  adopt,
  drift,
  restore,
  uninstall,
  quotaForecast,
  access,
  ownerJourney,
  metadataLatency,
  compare,
]

/** The same, with those that need what the charts of Capsule install. */
export function catalogueOf(installations: () => Installations): readonly AnyQuestion[] {
  return [...catalogue, upgradeQuestion(installations)]
}
