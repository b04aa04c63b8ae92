import type { Effect, Struggle } from '../predict/prediction.ts'
import type { SoughtRemedy } from '../remedies/sought-remedy.ts'
import type { Severity } from '../report/severity.ts'
import type { Origin } from '../snapshot/source-text.ts'
import type { RuleId } from './rules.ts'

/** Every `PlanHow`. */
export const planHows = ['apply', 'server-side', 'helm-upgrade', 'helm-uninstall', 'gitops'] as const

/** By which client manifests reach the cluster. */
export type PlanHow = (typeof planHows)[number]

/** An object by what messages name it with. */
export interface ObjectName {
  readonly kind: string
  readonly group: string
  readonly namespace?: string
  readonly name: string
}

/** Every `ItemResult`. */
export const itemResults = [
  'created',
  'configured',
  'unchanged',
  'serverside-applied',
  'pruned',
  'deleted',
  'kept',
  'absent',
  'refused',
  /** the client itself refuses it, or cannot read it */
  'error',
  /** never sent, for something before it failed */
  'skipped',
] as const

/** What the client reports of one object of the set, in its own words where it has some. */
export type ItemResult = (typeof itemResults)[number]

/** A request that the client sends, with its answer. */
export interface SentRequest {
  /** `PATCH /apis/apps/v1/namespaces/oil-prod/deployments/web?fieldManager=kubectl-client-side-apply` */
  readonly line: string
  /** HTTP code of the answer */
  readonly code: number
  readonly reason?: string
  readonly message?: string
  readonly warnings?: readonly string[]
}

/** One object of the set, or one that is to go because it is not in the set. */
export interface PlanItem extends ObjectName {
  readonly result: ItemResult
  /** where its manifest stands; of a pruned object where the previous manifest, or else the snapshot, has it */
  readonly origin?: Origin
  readonly requests: readonly SentRequest[]
  /** why it is kept, skipped or an error */
  readonly why?: string
}

/** An object that is not as it was, how bad that is, and whose manifest brings it about. */
export interface PlanEffect extends Effect {
  readonly group: string
  readonly severity: Severity
  /** whether a request of the client itself does it, rather than a controller because of it */
  readonly asked: boolean
  /** labels of the object before, or of a new one after */
  readonly labels?: Readonly<Record<string, string>>
  /** the manifest whose request is behind it */
  readonly origin?: Origin
  /** values of the fields that differ, by path; of changed objects */
  readonly values?: Readonly<Record<string, unknown>>
}

/** One thing that a plan has to say to those who judge it. */
export interface PlanFinding {
  readonly rule: RuleId
  readonly severity: Severity
  readonly message: string
  readonly object?: ObjectName
  readonly origin?: Origin
  /** who did it, and because of whom: the last link is the client's request */
  readonly causes?: readonly string[]
  /** name of the assertion of the policy file */
  readonly assertion?: string
}

/** What became of an assertion of the policy file. */
export interface AssertionResult {
  readonly name: string
  readonly severity: Severity
  readonly held: boolean
  readonly message: string
  readonly origin?: Origin
}

/** What applying a set of manifests does: the answer of `plan`. */
export interface Plan {
  readonly format: 'capsule-whatif-plan/1'
  readonly how: PlanHow
  readonly as: { readonly user: string; readonly groups: readonly string[] }
  /** the worst of all findings */
  readonly severity: Severity
  readonly items: readonly PlanItem[]
  readonly findings: readonly PlanFinding[]
  readonly assertions: readonly AssertionResult[]
  readonly effects: readonly PlanEffect[]
  /** effects that stand instead of some of these when controllers are busy: both can happen */
  readonly instead: readonly PlanEffect[]
  readonly struggles: readonly Struggle[]
  /** what keeps the answer from being certain */
  readonly uncertain: readonly string[]
  /** effects that the snapshot had before it: they happen without the plan too */
  readonly pending: readonly Effect[]
  /** virtual seconds from the first request to the last write */
  readonly seconds: number
  /** whether nothing is written any more */
  readonly settled: boolean
  /** safe ways that can be looked for; absent where nothing found calls for one */
  readonly remedies?: readonly SoughtRemedy[]
}
