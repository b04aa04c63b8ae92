import { goJson, type Json, type KubeObject, parseApiVersion, sortedFields } from '@capsule-whatif/model'
import type { Severity } from '../report/severity.ts'
import { withoutNote } from './last-applied.ts'
import type { Plan, PlanEffect, PlanHow } from './plan.ts'
import { objectKey } from './requests.ts'

/** What a plan needs to be held against what came of it: what was there, and what was predicted of it. */
export interface SavedPlan {
  readonly format: 'capsule-whatif-saved-plan/1'
  /** of the objects of the snapshot and of the set, whatever their files look like */
  readonly digests: { readonly snapshot: string; readonly manifests: string }
  readonly how: PlanHow
  readonly as: Plan['as']
  readonly severity: Severity
  /** by `kind|group|namespace|name` */
  readonly before: Readonly<Record<string, SavedObject>>
  readonly effects: readonly PlanEffect[]
  readonly instead: readonly PlanEffect[]
}

/** An object as far as one sees from it that it is another one, or another state of the same. */
export interface SavedObject {
  readonly uid?: string
  /** digest of what somebody wants of it: no status, no bookkeeping */
  readonly content: string
  readonly terminating?: true
}

/** A digest of a text, the same for the same text: SHA-256, or what else the caller has. */
export type Digest = (text: string) => string

/**
 * The plan as `plan --out` keeps it: its effects, with digests of the snapshot and of the manifests that it was made
 * of.
 */
export function savePlan(
  plan: Plan,
  objects: readonly KubeObject[],
  manifests: readonly KubeObject[],
  digest: Digest,
): SavedPlan {
  const { how, as, severity, effects, instead } = plan
  const digests = { snapshot: digestOf(objects, digest), manifests: digestOf(manifests, digest) }
  const before = savedObjects(objects, digest)
  return { format: 'capsule-whatif-saved-plan/1', digests, how, as, severity, before, effects, instead }
}

/** Of all objects, in whatever order they come. */
export function digestOf(objects: readonly KubeObject[], digest: Digest): string {
  const all = objects.map((object) => `${keyOfObject(object)} ${contentOf(object)}`)
  return `sha256:${digest(all.sort().join('\n'))}`
}

export function savedObjects(objects: readonly KubeObject[], digest: Digest): Readonly<Record<string, SavedObject>> {
  return Object.fromEntries(objects.map((object) => [keyOfObject(object), savedObject(object, digest)] as const))
}

const contentDigits = 16

function savedObject(object: KubeObject, digest: Digest): SavedObject {
  const { uid, deletionTimestamp } = object.metadata
  return {
    ...(uid === undefined ? {} : { uid }),
    content: digest(contentOf(object)).slice(0, contentDigits),
    ...(deletionTimestamp === undefined ? {} : { terminating: true }),
  }
}

export function keyOfObject({ kind, apiVersion, metadata }: KubeObject): string {
  const { namespace, name } = metadata
  const { group } = parseApiVersion(apiVersion)
  return objectKey({ kind, group, ...(namespace === undefined ? {} : { namespace }), name })
}

const bookkeeping: ReadonlySet<string> = new Set([
  'resourceVersion',
  'generation',
  'managedFields',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
  'uid',
])

function contentOf(object: KubeObject): string {
  const own = withoutNote(object.metadata.annotations ?? {})
  const annotations = Object.keys(own).length === 0 ? undefined : own
  const fields = Object.entries({ ...object.metadata, annotations })
  const metadata = Object.fromEntries(fields.filter(([field, value]) => !bookkeeping.has(field) && value !== undefined))
  const { status: _, apiVersion: _version, ...rest } = object as KubeObject & { readonly status?: unknown }
  return goJson(sortedFields({ ...rest, metadata } as unknown as Json))
}
