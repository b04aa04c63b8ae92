import { at, isJsonObject, listAt, textAt } from '../../object/json.ts'
import { annotationsOf, type KubeObject, withMetadata } from '../../object/kube-object.ts'
import { parseResources, type ResourceList } from '../../object/resource-list.ts'

/** Set to `true` on a claim in use: the pool lets it go. [pkg/api/meta/annotations.go] */
const releaseAnnotation = 'projectcapsule.dev/release'

/** What a ResourcePoolClaim asks for. */
export function claimedResources(claim: KubeObject): ResourceList {
  return parseResources(at(claim.spec, 'claim'))
}

/** The name of the pool that the claim's spec names; empty where it names none. */
export function wantedPool(claim: KubeObject): string {
  return textAt(claim.spec, 'pool') ?? ''
}

/** The pool that the claim's status names; empty texts where there is none. */
export function poolOfClaim(claim: KubeObject): { readonly name: string; readonly uid: string } {
  return { name: textAt(claim.status, 'pool', 'name') ?? '', uid: textAt(claim.status, 'pool', 'uid') ?? '' }
}

/** Whether the claim is needed for what its namespace uses. [resourcepoolclaim_func.go:IsBoundInResourcePool; extended D2.4] */
export function isBound(claim: KubeObject): boolean {
  return listAt(claim.status, 'conditions').some(
    (condition) => isJsonObject(condition) && condition.type === 'Bound' && condition.status === 'True',
  )
}

/** [ReleaseAnnotationTriggers] */
export function isReleased(claim: KubeObject): boolean {
  return annotationsOf(claim)[releaseAnnotation]?.toLowerCase() === 'true'
}

/** [ReleaseAnnotationRemove] */
export function withoutRelease(claim: KubeObject): KubeObject {
  const { [releaseAnnotation]: release, ...annotations } = annotationsOf(claim)
  return release === undefined ? claim : withMetadata(claim, { annotations })
}
