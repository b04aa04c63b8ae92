import type { Json } from '../../../object/json.ts'
import { type KubeObject, labelsOf, type OwnerReference, ownerReferencesOf } from '../../../object/kube-object.ts'
import { createdByLabel, createdByReplications, managedByLabel, resourcesLabel } from '../../tenant/constants.ts'
import type { Failure } from '../failure.ts'
import type { ProcessedItem } from './processed-items.ts'

type Operation = { readonly op: 'add' | 'replace' | 'remove'; readonly path: string; readonly value?: Json }

/** What Capsule writes on an object beside its content, and whether replication created the object. */
export interface Mark {
  readonly operations: readonly Operation[]
  readonly created: boolean
  readonly failure?: Failure
}

/** Who made an object that is there already. */
function isCreated(existing: KubeObject, tracked: ProcessedItem | undefined): boolean {
  const labels = labelsOf(existing)
  return (
    tracked?.status.created === true ||
    labels[createdByLabel] === createdByReplications ||
    labels[resourcesLabel] !== undefined
  )
}

/**
 * An object that replication creates, or created, is labelled so and owned by the replication; one that was there before
 * is taken only if adopting is allowed. [pkg/api/processor/processor_func.go:handleCreatedMetadata; extended C5.5, C5.6]
 */
export function markFor(
  wanted: KubeObject,
  existing: KubeObject | undefined,
  tracked: ProcessedItem | undefined,
  options: { readonly adopt: boolean; readonly owner?: OwnerReference | undefined },
): Mark {
  const created = existing === undefined || isCreated(existing, tracked)
  if (!created && !options.adopt) return { operations: [], created, failure: notAdopted(existing ?? wanted) }
  const base = existing ?? wanted
  const isLegacy = existing !== undefined && labelsOf(existing)[resourcesLabel] !== undefined
  const legacy = isLegacy ? [{ op: 'remove' as const, path: labelPath(resourcesLabel) }] : []
  const owner = created && options.owner ? addOwner(ownerReferencesOf(base), options.owner) : []
  const creation = created ? addLabel(base.metadata.labels, createdByLabel) : []
  const labels = creation.length > 0 ? (base.metadata.labels ?? {}) : base.metadata.labels
  return { operations: [...legacy, ...owner, ...creation, ...addLabel(labels, managedByLabel)], created }
}

function notAdopted({ apiVersion, kind, metadata }: KubeObject): Failure {
  const place = `${metadata.namespace ?? ''}/${metadata.name}`
  return { message: `object ${apiVersion}/${kind} ${place} exists and cannot be adopted` }
}

function labelPath(label: string): string {
  return `/metadata/labels/${label.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** Where there are no labels yet, the whole map is put there first. [pkg/runtime/client/patch.go:AddLabelsPatch] */
function addLabel(labels: Readonly<Record<string, string>> | undefined, label: string): readonly Operation[] {
  if (labels?.[label] === createdByReplications) return []
  const op = labels?.[label] === undefined ? 'add' : 'replace'
  const value: Operation = { op, path: labelPath(label), value: createdByReplications }
  return labels === undefined ? [{ op: 'add', path: '/metadata/labels', value: {} }, value] : [value]
}

const ownersPath = '/metadata/ownerReferences'

/** [pkg/runtime/client/patch.go:AddOwnerReferencePatch] */
function addOwner(existing: readonly OwnerReference[], owner: OwnerReference): readonly Operation[] {
  const add: Operation = { op: 'add', path: `${ownersPath}/-`, value: owner }
  if (existing.length === 0) return [{ op: 'add', path: ownersPath, value: [] }, add]
  const index = existing.findIndex(({ uid }) => uid === owner.uid)
  const known = existing[index]
  if (!known) return [add]
  return isSameOwner(known, owner) ? [] : [{ op: 'replace', path: `${ownersPath}/${index}`, value: owner }]
}

function isSameOwner(a: OwnerReference, b: OwnerReference): boolean {
  return a.apiVersion === b.apiVersion && a.kind === b.kind && a.name === b.name && a.uid === b.uid
}

/** An object let go loses its owner and its mark of being managed; that it was created stays. [handleRemoveManagedMetadata; extended C5.2] */
export function unmarkOperations(existing: KubeObject, owner: OwnerReference | undefined): readonly Operation[] {
  const operations: Operation[] = []
  const owners = ownerReferencesOf(existing)
  const index = owner ? owners.findIndex((other) => isSameOwner(other, owner)) : -1
  if (index >= 0) operations.push({ op: 'remove', path: `${ownersPath}/${index}` })
  if (index >= 0 && owners.length === 1) operations.push({ op: 'remove', path: ownersPath })
  if (labelsOf(existing)[managedByLabel] === createdByReplications)
    operations.push({ op: 'remove', path: labelPath(managedByLabel) })
  return operations
}
