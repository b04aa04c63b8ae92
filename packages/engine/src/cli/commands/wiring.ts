import type { JsonObject, KubeObject, UserInfo } from '@capsule-whatif/model'
import type { ActionText } from '../../action/action-text.ts'
import type { Policy } from '../../plan/policy/policy.ts'
import type { SavedPlan } from '../../plan/saved-plan.ts'
import type { AnyQuestion } from '../../questions/asking/question.ts'
import type { SoughtRemedy } from '../../remedies/sought-remedy.ts'
import type { Snapshot } from '../../snapshot/load-snapshot.ts'
import type { NamedResource } from '../../snapshot/named-resource.ts'
import type { SourceTexts } from '../../snapshot/read-snapshot.ts'
import type { CommandLine } from '../parse-command-line.ts'

/** One `--do`: what was written, what it means, and who asks. */
export interface PredictStep {
  readonly text: string
  readonly actions: readonly ActionText[]
  readonly user: UserInfo
}

export interface PredictInput {
  readonly snapshot: Snapshot
  readonly steps: readonly PredictStep[]
  /** whether the operator runs when the first step is taken */
  readonly operatorRunning: boolean
  /** undefined: what the snapshot tells */
  readonly capsuleVersion?: string
}

/** An answer to a question about a snapshot. */
export interface SnapshotAnswer {
  /** the answer for people, ready to print, ended by a line break */
  readonly text: string
  /** the same for programs */
  readonly json: JsonObject
  readonly hasFindings: boolean
}

export interface AccessInput {
  readonly snapshot: Snapshot
  readonly step: PredictStep
  /** --timeout of the command */
  readonly timeoutSeconds?: number
  /** whether Capsule Proxy runs with the gate ProxyClusterScoped */
  readonly proxyClusterScoped: boolean
}

export interface UpgradeInput {
  readonly snapshot: Snapshot
  /** versions of Capsule */
  readonly from: string
  readonly to: string
}

/** Which orders are looked at, and how many. */
export interface OrdersInput {
  /** what may go otherwise than usual; `all` for everything */
  readonly disturbances: readonly string[]
  /** --disturbances, --tick, --delays, --max-states, --max-seconds, where given */
  readonly numbers: Readonly<Record<string, number>>
  /** milliseconds of a clock */
  readonly now: () => number
}

export interface ExploreInput extends PredictInput, OrdersInput {
  /** manifests that a GitOps tool keeps applied, as whoever asks; empty for none */
  readonly kept: readonly KubeObject[]
  readonly keptBy: UserInfo
  /** symmetric names count as one */
  readonly symmetry: boolean
  /** names of properties */
  readonly properties: readonly string[]
  /** objects whose fate is to be decided, as `Kind/name` or `Kind/namespace/name` */
  readonly effects: readonly string[]
  readonly fine: boolean
  /** when the actions after the first come */
  readonly when: 'promptly' | 'any moment' | 'at rest'
  /** what --save of another run wrote; the text */
  readonly resume?: string
  /** --shard: the part, from 0, and of how many */
  readonly shard?: { readonly index: number; readonly of: number }
  /** shown to a person who waits */
  readonly onProgress?: (text: string) => void
}

/** The answer of `explore`, and what can be kept of it. */
export interface ExploreAnswer extends SnapshotAnswer {
  /** text of a file to go on with */
  readonly save: () => string
  /** an ITF trace, as text */
  readonly itf: () => string
  /** of one shard: its result as one line */
  readonly shardLine?: string
}

/** What is told of the effects: everything, the chain of causes alone, or why they did not come. */
export type ExplainSection = 'all' | 'why' | 'why-not'

export interface ExplainInput extends ExploreInput {
  readonly section: ExplainSection
  /** texts of the files that actions name, by name */
  readonly files: ReadonlyMap<string, string>
}

export type HuntInput = Omit<
  ExploreInput,
  'steps' | 'properties' | 'effects' | 'when' | 'fine' | 'kept' | 'keptBy' | 'symmetry'
> & {
  /** parts of the menu; empty for all */
  readonly about: readonly string[]
}

/** What `fix` is asked. */
export interface FixInput {
  readonly snapshot: Snapshot
  /** one of `goals`, or `do` */
  readonly goal: string
  /** of the goal `do`: what is to be done, and who was to do it */
  readonly asked: readonly (string | { readonly do: string; readonly as: UserInfo })[]
  /** texts of the files that it names */
  readonly files: ReadonlyMap<string, string>
  /** what is to stay besides, and what may go: `Kind/name`, `Kind/namespace/name` */
  readonly keep: readonly string[]
  readonly lose: readonly string[]
  /** what the goal is about, where named: the definition, the Namespace, the Tenant */
  readonly objects: { readonly definition?: string; readonly namespace?: string; readonly tenant?: string }
  readonly operatorRunning: boolean
  /** undefined: what the snapshot tells */
  readonly capsuleVersion?: string
  /** what may go otherwise than usual; `all` for everything */
  readonly disturbances: readonly string[]
  /** --tick, --max-states, --max-seconds, --max-plans, where given */
  readonly numbers: Readonly<Record<string, number>>
  /** milliseconds of a clock */
  readonly now: () => number
}

/** A way out, and the script that goes it; no script where there is no way. */
export interface FixAnswer extends SnapshotAnswer {
  readonly script?: string
}

export interface ReplayInput {
  /** files of traces, as named */
  readonly files: readonly string[]
  /** reads a file of traces, and what lies beside it: baselines, definitions */
  readonly readFile: (path: string) => Promise<string>
}

export interface ReplayAnswer {
  /** one prediction a line */
  readonly predictions: Iterable<JsonObject> | AsyncIterable<JsonObject>
}

/** What `plan` is asked: a snapshot, the texts of manifests, and the options of its command line. */
export interface PlanInput {
  readonly snapshot: Snapshot
  readonly line: CommandLine
  readonly user: UserInfo
  /** absent: Helm uninstalls what carries the labels of its release */
  readonly manifests?: SourceTexts
  readonly previous?: SourceTexts
  readonly policy?: Policy
}

export interface ComparisonInput {
  /** taken after the plan was carried out */
  readonly snapshot: Snapshot
  readonly saved: SavedPlan
  readonly line: CommandLine
}

/** An answer in the format asked for, and what it means for the exit code. */
export interface JudgedAnswer {
  readonly text: string
  /** whether it is as bad as --fail-on, or worse */
  readonly fails: boolean
  /** the plan as --out keeps it */
  readonly saved?: () => string
  /** safe ways that can be looked for, and the text with these instead: with the snapshot's name, or what was found */
  readonly remedies?: readonly SoughtRemedy[]
  readonly textWith?: (remedies: readonly SoughtRemedy[]) => string
}
export const pictureFormats = ['tree', 'timeline', 'mermaid', 'dot', 'html'] as const
export type PictureFormat = (typeof pictureFormats)[number]

export interface PictureInput extends PredictInput {
  readonly format: PictureFormat
  /** kinds and namespaces */
  readonly only: readonly string[]
  /** --orders: all orders are looked at too */
  readonly orders?: OrdersInput
}

/** A drawing, or what is wrong with what was asked for. */
export type PictureAnswer = { readonly text: string } | { readonly usage: string }

/** What the commands call to get their answers: the one place where the command line meets the rest of the engine. */
export interface CommandWiring {
  /** resources that the API server serves by itself, in the order of discovery */
  readonly builtInResources: readonly NamedResource[]
  /** versions of Capsule that are modelled */
  readonly capsuleVersions: readonly string[]
  /** questions that can be asked about a snapshot */
  readonly questions: readonly AnyQuestion[]
  readonly predict: (input: PredictInput) => SnapshotAnswer | Promise<SnapshotAnswer>
  /** undefined where the action is no request that is known beforehand */
  readonly access: (input: AccessInput) => SnapshotAnswer | undefined
  /** undefined where a version is not modelled */
  readonly upgrade: (input: UpgradeInput) => SnapshotAnswer | undefined
  /** properties that have a name, for `explore` */
  readonly properties: readonly { readonly name: string; readonly meaning: string }[]
  readonly explore: (input: ExploreInput) => ExploreAnswer | { readonly usage: string }
  /** what all shards found together: lines of JSON, one a shard */
  readonly mergeShards: (lines: string) => SnapshotAnswer | { readonly usage: string }
  /** with what can be kept where all orders were looked at */
  readonly explain: (input: ExplainInput) => SnapshotAnswer | ExploreAnswer | { readonly usage: string }
  /** surprises that nobody asked about: `explore --hunt` */
  readonly hunt: (input: HuntInput) => SnapshotAnswer
  /** goals that `fix` knows, with what each must be told besides the snapshot */
  readonly goals: readonly { readonly name: string; readonly needs: readonly string[] }[]
  /** what is wrong where the goal is about something that is not there */
  readonly fix: (input: FixInput) => FixAnswer | { readonly usage: string }
  /** what is wrong with the options where it is not understood */
  readonly plan: (input: PlanInput) => JudgedAnswer | { readonly usage: string } | Promise<JudgedAnswer>
  readonly comparePlan: (input: ComparisonInput) => JudgedAnswer
  readonly picture: (input: PictureInput) => PictureAnswer
  readonly replay: (input: ReplayInput) => ReplayAnswer | Promise<ReplayAnswer>
}
