import { findObject, type JsonObject, resourceKey } from '@capsule-whatif/model'
import { type Applied, applyClientSide } from './apply-manifest.ts'
import { differing } from './changed-back.ts'
import { type PlanSession, rest } from './plan-session.ts'

/** How often drift is synced again before it counts as a fight that nobody wins. */
const roundsMax = 3

/**
 * A sync with selfHeal: once the cluster is at rest, what drifted from its manifest is applied again. What is then still
 * changed back is left to the reader. [argo-cd controller/appcontroller.go autoSync]
 */
export function selfHeal(session: PlanSession, applied: readonly Applied[]): readonly Applied[] {
  let current = applied
  for (let round = 0; round < roundsMax; round++) {
    rest(session)
    const drifted = current.filter((each) => hasDrifted(session, each))
    if (drifted.length === 0) break
    const again = new Map(
      drifted.map((each) => [each, applyClientSide(session, each.manifest, 'argocd-controller')] as const),
    )
    current = current.map((each) => again.get(each) ?? each)
  }
  return current
}

function hasDrifted(session: PlanSession, { manifest, answer }: Applied): boolean {
  const { object, resource, namespace } = manifest
  const now = findObject(session.state, resourceKey(resource.group, resource.resource), namespace, object.metadata.name)
  const wanted = object as unknown as JsonObject
  return now === undefined || differing(wanted, answer, now as unknown as JsonObject, '').length > 0
}
