import type { JsonObject } from './json.ts'

/** metadata.ownerReferences[]: what the garbage collector follows. */
export type OwnerReference = {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly uid: string
  readonly controller?: boolean
  readonly blockOwnerDeletion?: boolean
}

/** metadata of every object. Times are RFC 3339 with seconds, UTC. */
export type ObjectMeta = {
  readonly name: string
  readonly namespace?: string
  readonly generateName?: string
  readonly uid?: string
  readonly resourceVersion?: string
  readonly generation?: number
  readonly creationTimestamp?: string
  readonly deletionTimestamp?: string
  readonly deletionGracePeriodSeconds?: number
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly finalizers?: readonly string[]
  readonly ownerReferences?: readonly OwnerReference[]
  readonly managedFields?: readonly JsonObject[]
}

/** An object as the API server stores it. What lies beside metadata depends on the kind. */
export type KubeObject = JsonObject & {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: ObjectMeta
}

/** Whether it was deleted and something still holds it. */
export function isTerminating(object: KubeObject): boolean {
  return object.metadata.deletionTimestamp !== undefined
}

/** The owner references in their order; empty where there are none. */
export function ownerReferencesOf(object: KubeObject): readonly OwnerReference[] {
  return object.metadata.ownerReferences ?? []
}

/** The finalizers in their order; empty where there are none. */
export function finalizersOf(object: KubeObject): readonly string[] {
  return object.metadata.finalizers ?? []
}

/** The labels; empty where there are none. */
export function labelsOf(object: KubeObject): Readonly<Record<string, string>> {
  return object.metadata.labels ?? {}
}

/** The annotations; empty where there are none. */
export function annotationsOf(object: KubeObject): Readonly<Record<string, string>> {
  return object.metadata.annotations ?? {}
}

/** The object with some metadata fields replaced; a field given as undefined is taken away, and so is an emptied list or map. */
export function withMetadata<T extends KubeObject>(
  object: T,
  change: { readonly [K in keyof ObjectMeta]?: ObjectMeta[K] | undefined },
): T {
  const metadata: Record<string, unknown> = { ...object.metadata, ...change }
  for (const [field, value] of Object.entries(metadata))
    if (value === undefined || isEmpty(value)) delete metadata[field]
  return { ...object, metadata: metadata as ObjectMeta }
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}
