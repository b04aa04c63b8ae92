import type { Severity } from '../snapshot/snapshot-issue.ts'

/** Every way in which a snapshot can be too little for an answer, or doubtful, in the order of the table in the docs. */
export const healthCodes = [
  /** no CustomResourceDefinitions, so no custom resources */
  'definitions-absent',
  /** definitions, but not that of Tenant */
  'capsule-absent',
  /** no webhook configurations, or none that calls Capsule */
  'webhooks-absent',
  /** no roles or bindings of some sort */
  'roles-absent',
  'configuration-absent',
  /** no Deployment of the operator, so whether it runs is not known */
  'operator-absent',
  /** the operator's Deployment wants or has no pods */
  'operator-stopped',
  'version-unknown',
  'namespaces-absent',
  /** namespaces that objects lie in, or Tenants name, and that are not there */
  'namespaces-missing',
  /** no object of a kind that every cluster has objects of */
  'kinds-uncollected',
  /** no object of a kind that a cluster may well have none of */
  'kinds-without-objects',
  'kinds-undefined',
  'secrets-absent',
  'uids-absent',
  'managed-fields-absent',
  /** owners that the snapshot does not have */
  'owners-absent',
  /** objects of more than one cluster */
  'clusters-mixed',
  /** the same object twice, different: read at different times, or of different clusters */
  'duplicates-different',
  /** only a part of what a list holds */
  'lists-partial',
  /** input that could not be read, or is cut off */
  'input-incomplete',
  'snapshot-old',
  /** something of the cluster that the model does not know */
  'feature-not-modelled',
] as const

/** One of `healthCodes`; docs/errors.md tells of each. */
export type HealthCode = (typeof healthCodes)[number]

/** What is asked of a snapshot: commands, and questions of `ask`. */
export type LimitedQuestion =
  | 'predict'
  | 'plan'
  | 'cascade'
  | 'protections'
  | 'migrate'
  | 'detach'
  | 'adopt'
  | 'restore'
  | 'access'
  | 'owner-journey'
  | 'metadata-latency'
  | 'drift'
  | 'consistency'
  | 'quota-forecast'
  | 'blast-radius'
  | 'uninstall'
  | 'upgrade'
  | 'compare'

/** Something about a snapshot that limits answers. */
export interface HealthFinding {
  readonly code: HealthCode
  /** `error`: the answers that it limits are wrong or empty. `warning`: they may be wrong. `note`: they leave something out. */
  readonly severity: Severity
  /** what is missing or doubtful, and what is taken for true instead */
  readonly message: string
  /** the questions whose answers it limits, in the order of `questions` */
  readonly limits: readonly LimitedQuestion[]
  /** what to do about it */
  readonly advice: string
}

/** All questions, in the order in which they are listed. */
export const questions: readonly LimitedQuestion[] = [
  'predict',
  'plan',
  'cascade',
  'protections',
  'migrate',
  'detach',
  'adopt',
  'restore',
  'access',
  'owner-journey',
  'metadata-latency',
  'drift',
  'consistency',
  'quota-forecast',
  'blast-radius',
  'uninstall',
  'upgrade',
  'compare',
]

/** Questions in their order, but for some. */
export function allBut(...others: readonly LimitedQuestion[]): readonly LimitedQuestion[] {
  return questions.filter((question) => !others.includes(question))
}
