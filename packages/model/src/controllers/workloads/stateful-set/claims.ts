import { objectAt, textAt } from '../../../object/json.ts'
import { isTerminating, type KubeObject, type OwnerReference, ownerReferencesOf } from '../../../object/kube-object.ts'
import { isSuccess } from '../../../request/request.ts'
import { findObject } from '../../../state/store.ts'
import { messageOf, type Reconcile, read, requestFor, send } from '../../controller.ts'
import { controllerReference } from '../controlled.ts'
import { claimsOf, ordinalOf, ordinalsOf } from './identity.ts'

const resource = '/persistentvolumeclaims'
const claims = requestFor('', 'v1', 'persistentvolumeclaims')

/** Creates the claims of a pod that are not there. [stateful_pod_control.go createPersistentVolumeClaims] */
export function* createMissingClaims(set: KubeObject, ordinal: number): Reconcile<string | undefined> {
  const failures: string[] = []
  for (const body of claimsOf(set, ordinal).values()) {
    const namespace = set.metadata.namespace ?? ''
    const name = textAt(body, 'metadata', 'name') ?? ''
    const found = yield* read((state) => findObject(state, resource, namespace, name))
    if (found && isTerminating(found)) failures.push(`pvc ${name} is being deleted`)
    if (found) continue
    const answer = yield* send({ ...claims, verb: 'create', namespace, body })
    if (!isSuccess(answer)) failures.push(`failed to create PVC ${name}: ${messageOf(answer)}`)
  }
  return failures.length > 1 ? `[${failures.join(', ')}]` : failures[0]
}

/**
 * Claims are owned as the retention policy says: by the set where they go with it, by a pod that is scaled down where they
 * go with that. [stateful_set_utils.go updateClaimOwnerRefForSetAndPod]
 */
export function* retainClaims(set: KubeObject, pod: KubeObject): Reconcile<string | undefined> {
  const ordinal = ordinalOf(set, pod) ?? 0
  for (const body of claimsOf(set, ordinal).values()) {
    const namespace = set.metadata.namespace ?? ''
    const name = textAt(body, 'metadata', 'name') ?? ''
    const claim = yield* read((state) => findObject(state, resource, namespace, name))
    const ownerReferences = claim && wantedOwners(claim, set, pod, ordinal)
    if (!claim || !ownerReferences) continue
    const changed = { ...claim, metadata: { ...claim.metadata, ownerReferences } }
    const answer = yield* send({ ...claims, verb: 'update', namespace, name, body: changed })
    if (!isSuccess(answer)) return `could not update claim ${name} for delete policy ownerRefs: ${messageOf(answer)}`
  }
  return undefined
}

/** undefined where they are as they shall be, or the claim belongs to a set or pod of that name that is gone. */
function wantedOwners(
  claim: KubeObject,
  set: KubeObject,
  pod: KubeObject,
  ordinal: number,
): readonly OwnerReference[] | undefined {
  const references = ownerReferencesOf(claim)
  if ([set, pod].some((owner) => isStale(references, owner))) return undefined
  const others = references.filter((reference) => !names(reference, set) && !names(reference, pod))
  const owner = others.some(({ controller }) => controller === true) ? undefined : ownerByPolicy(set, pod, ordinal)
  const wanted = owner ? [...others, controllerReference(owner)] : others
  return sameOwners(references, wanted) ? undefined : wanted
}

function ownerByPolicy(set: KubeObject, pod: KubeObject, ordinal: number): KubeObject | undefined {
  const { whenDeleted, whenScaled } = objectAt(set, 'spec', 'persistentVolumeClaimRetentionPolicy')
  const isScaledDown = !ordinalsOf(set).includes(ordinal)
  if (isScaledDown && whenScaled === 'Delete') return pod
  return whenDeleted === 'Delete' ? set : undefined
}

function names({ apiVersion, kind, name }: OwnerReference, owner: KubeObject): boolean {
  return apiVersion === owner.apiVersion && kind === owner.kind && name === owner.metadata.name
}

function isStale(references: readonly OwnerReference[], owner: KubeObject): boolean {
  return references.some((reference) => names(reference, owner) && reference.uid !== owner.metadata.uid)
}

function sameOwners(a: readonly OwnerReference[], b: readonly OwnerReference[]): boolean {
  const key = ({ uid, controller }: OwnerReference): string => `${uid} ${controller === true}`
  const known = new Set(a.map(key))
  return a.length === b.length && b.every((reference) => known.has(key(reference)))
}
