/** Every `ReasonKind`. */
export const reasonKinds = [
  /** a request of a user was refused */
  'refused',
  /** a request of a controller was refused, perhaps again and again */
  'controller-refused',
  /** a controller's work ended with an error */
  'controller-failed',
  /** a process that would do it does not run */
  'process-stopped',
  /** it is marked to be deleted, and finalizers hold it */
  'terminating',
  /** its owner references were taken off */
  'reference-removed',
  /** it has no owner reference */
  'no-owner',
  /** what the garbage collector finds of an owner */
  'owner',
  /** nothing called for the garbage collector to look at it */
  'not-looked-at',
  /** its Namespace stays */
  'namespace-stays',
  /** the operator does not know it as the Tenant's */
  'not-in-status',
  /** nothing that was done is about it */
  'not-asked',
] as const

/** What kept something from happening to an object. */
export type ReasonKind = (typeof reasonKinds)[number]

/** One reason why nothing becomes of an object, with the rule behind it. */
export interface Reason {
  readonly kind: ReasonKind
  /** the object that it concerns: the one asked about, or one whose deletion would have taken that along */
  readonly about: string
  /** one sentence */
  readonly says: string
  /** the words of the API server, exactly */
  readonly words?: string
  /** file and function of upstream, and the section of the specification */
  readonly source?: string
}
