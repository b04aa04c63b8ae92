import type { CapsuleVersion } from '@capsule-whatif/model'
import type { MetadataKey } from './metadata-key.ts'

/** Where the metadata of namespaces comes from. `as is`: from where the snapshot has it. */
export type MetadataMode = 'as is' | 'admission' | 'reconcile' | 'both'

/** Two writes between which a pod can come to be without a key. */
export interface Window {
  /** the write from which on a pod is admitted */
  readonly opens: string
  /** the write that brings the key; absent where none does */
  readonly closes?: string
  /** virtual milliseconds between them; not positive where the key is there first on this run */
  readonly ms?: number
}

/** Every `ArrivalMoment`. */
export const arrivalMoments = ['admission', 'reconcile', 'never'] as const

/** How a key comes to a namespace or pod: in the answer to its creation, by a later write, or not at all. */
export type ArrivalMoment = (typeof arrivalMoments)[number]

/** When a key comes to a namespace or pod, counted from the answer to its creation. */
export interface Arrival {
  readonly key: MetadataKey
  /** `admission`: it is in the answer to the creation */
  readonly moment: ArrivalMoment
  /** virtual milliseconds; absent where it never comes */
  readonly afterMs?: number
  /** the write that brings it; absent at admission */
  readonly by?: string
}

/** What a pod created as early as somebody can would lack. */
export interface EarliestPod {
  readonly by: 'owner' | 'administrator'
  /** when a pod is first admitted; absent where none is until all is quiet */
  readonly admittedAfterMs?: number
  /** the write that makes the difference */
  readonly opens?: string
  /** with which words earlier ones are refused; absent where none is */
  readonly refusedBefore?: string
  /** keys that the namespace lacks when this pod is admitted */
  readonly without: readonly { readonly key: MetadataKey; readonly window: Window }[]
  /** what this very pod gets, and when */
  readonly podKeys: readonly Arrival[]
}

/** A namespace's creation and what follows, at one pace of the controllers. */
export interface CreationRun {
  readonly pace: string
  readonly namespaceKeys: readonly Arrival[]
  readonly pods: readonly EarliestPod[]
  /** keys that namespaces which were there before lose meanwhile */
  readonly losses: readonly { readonly namespace: string; readonly key: MetadataKey }[]
}

/** What one edit does to the namespaces that are there. */
export interface EditRun {
  readonly pace: string
  readonly edit: 'label' | 'annotation' | 'node selector'
  /** with which words the edit itself is refused */
  readonly refused?: string
  readonly namespaces: readonly { readonly namespace: string; readonly arrival: Arrival; readonly window: Window }[]
  /** with which words the operator's own writes of namespaces are refused */
  readonly refusals: readonly string[]
}

/** A Tenant's namespaces of one sort: those with these labels. */
export interface TenantLatency {
  readonly tenant: string
  /** labels that the namespace's manifest has, by which the Tenant selects what it gets */
  readonly labels: Readonly<Record<string, string>>
  /** why no namespace of this sort can be created, and so nothing is known of it */
  readonly refused?: string
  readonly runs: readonly CreationRun[]
  readonly edits: readonly EditRun[]
  /**
   * whether a pod can be admitted while its namespace lacks a key: `may` where a run shows it; `unknown` where none does;
   * `never` only where all orders were explored
   */
  readonly verdict: 'never' | 'may' | 'unknown'
}

/** Which metadata reaches namespaces and pods when. Plain data. */
export interface LatencyAnswer {
  readonly mode: MetadataMode
  readonly capsule: CapsuleVersion
  readonly tenants: readonly TenantLatency[]
  readonly findings: readonly string[]
}
