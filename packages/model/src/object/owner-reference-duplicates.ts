import { equalJson } from './json.ts'
import type { OwnerReference } from './kube-object.ts'

export interface DedupedOwnerReferences {
  readonly ownerReferences: readonly OwnerReference[]
  /** the uids of the references dropped, one for each */
  readonly duplicates: readonly string[]
}

/**
 * Owner references that are the same in every field are kept once; those that share a uid alone are all kept.
 * [apiserver pkg/endpoints/handlers/rest.go dedupOwnerReferences; kubernetes.md 1.3.5]
 */
export function dedupOwnerReferences(references: readonly OwnerReference[]): DedupedOwnerReferences {
  const kept: OwnerReference[] = []
  const duplicates: string[] = []
  for (const reference of references) {
    if (kept.some((other) => equalJson(other, reference))) duplicates.push(reference.uid)
    else kept.push(reference)
  }
  return duplicates.length === 0 ? { ownerReferences: references, duplicates } : { ownerReferences: kept, duplicates }
}

/** The warning about dropped duplicates. [rest.go DuplicateOwnerReferencesWarningFormat; kubernetes.md 1.3.5] */
export function duplicateOwnerReferencesWarning(
  duplicates: readonly string[],
  afterMutatingAdmission: boolean,
): string {
  const when = afterMutatingAdmission ? ' after mutating admission happens' : ''
  return `.metadata.ownerReferences contains duplicate entries${when}; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ${duplicates.join(', ')}`
}
