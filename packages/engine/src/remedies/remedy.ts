import type { ScheduleLine } from '../explore/schedule-line.ts'

/** Every `GoalName`. */
export const goalNames = [
  'replace-definition',
  'move-namespace',
  'detach-namespace',
  'uninstall-operator',
  'recreate-tenant',
] as const

/** What can be wanted. */
export type GoalName = (typeof goalNames)[number]

/** `do`: that what was asked for is done */
export type AnyGoalName = GoalName | 'do'

/** What is named on the command line. */
export interface GoalObjects {
  /** the definition, as `tenants.capsule.clastix.io`; default that of Tenant */
  readonly definition?: string
  readonly namespace?: string
  readonly tenant?: string
}

/** One command of a remedy. */
export interface RemedyCommand {
  /**
   * As one writes it for kubectl and for `predict --do`, quoted for a shell. `$(uid TYPE NAME)` stands for the uid that the
   * object has at that moment, `$me` for the name of whoever runs it, `$dir/FILE` for a manifest of the plan. `operator stop`
   * and `operator start` scale the operator's Deployment.
   */
  readonly text: string
  /** sent only where nothing is in this place, as kubectl names it */
  readonly ifAbsent?: string
  /** a command of bash that succeeds once it is done */
  readonly check?: string
}

/** One step of a remedy: an operation, with everything that is sent for it. */
export interface RemedyStep {
  readonly operation: string
  /** why it is safe, or needed */
  readonly why: string
  /** each is sent once the cluster is at rest after the one before */
  readonly commands: readonly RemedyCommand[]
  /** what takes it back */
  readonly undo: readonly RemedyCommand[]
  /** what a person must do to take it back, before `undo` */
  readonly undoByHand?: string
}

/** What was found out about a plan. */
export interface OrdersVerdict {
  /** whether every order within the limits ends with the goal reached and nothing lost on the way */
  readonly holds: boolean
  /** whether every order was looked at; else those with so many delays, or until a limit */
  readonly complete: boolean
  /** how often something was put off in one run; absent where every order was looked at */
  readonly delays?: number
  /** different states that were met */
  readonly states: number
  /** limits that were hit */
  readonly limits: readonly string[]
  /** what is lost or missed in some order; empty where it holds */
  readonly breaks: readonly string[]
  /** the shortest schedule that breaks it */
  readonly counterexample?: readonly ScheduleLine[]
}

/** A safe order of steps, with what goes for good and what goes and comes again. */
export interface Remedy {
  readonly steps: readonly RemedyStep[]
  /** manifests that its commands name, by `$dir/FILE` */
  readonly manifests: Readonly<Record<string, string>>
  readonly orders: OrdersVerdict
  /** what Capsule had generated and is gone afterwards, as `Kind namespace/name` */
  readonly generatedLost: readonly string[]
  /** what Capsule had generated, goes on the way and is made again: bounds that do not hold for a while */
  readonly generatedAway: readonly string[]
  /** objects that its manifests were made of, by place, uid and generation: the script ends where one is otherwise */
  readonly madeOf: readonly MadeOf[]
  /** what it is meant to take away of what the script's checks watch over, as `Kind namespace/name` */
  readonly takesAway: readonly string[]
  /** types of what people made in Namespaces, for the script's checks */
  readonly contentTypes: readonly string[]
}

/** An object of the snapshot that a plan relies on. */
export interface MadeOf {
  /** as kubectl names it */
  readonly place: string
  readonly uid: string
  /** absent where the object has none */
  readonly generation?: number
}

/** A plan that was tried and is not safe, or does not lead there. */
export interface TriedPlan {
  readonly operations: readonly string[]
  /** what it breaks, or what is missing at its end */
  readonly breaks: readonly string[]
}

/** The answer of `fix`: a remedy, or the best that was found and what it breaks. */
export interface RemedyAnswer {
  readonly goal: AnyGoalName
  /** the goal as a sentence */
  readonly wanted: string
  /** what must hold at the end, and in every order on the way */
  readonly keeps: readonly string[]
  /** absent where no safe plan was found within the limits */
  readonly remedy?: Remedy
  /** plans that lead there along the likely order, and not in another */
  readonly rejected: readonly TriedPlan[]
  /** the best of those that were not safe; absent where a remedy was found */
  readonly best?: TriedPlan
  /** how many plans were played along the likely order, and how many of them were looked at in all orders */
  readonly tried: { readonly likely: number; readonly allOrders: number }
  /** limits of the search that were hit: `time`, `plans` */
  readonly limits: readonly string[]
  readonly findings: readonly string[]
}
