import { deleteObject, keep } from './delete-object.ts'
import { liveObjectsOf, withoutHooks } from './helm-release.ts'
import { type HelmOptions, nothingSent } from './helm-upgrade.ts'
import { byUninstallOrder } from './kind-order.ts'
import type { Manifest, PlacedManifest } from './manifest-set.ts'
import { placeAll } from './place-manifests.ts'
import type { PlanSession } from './plan-session.ts'
import { nameInPlan } from './requests.ts'
import { resourcesOf } from './resources-of.ts'

/**
 * `helm uninstall`: deletes what the release has in the reverse order of kinds, without what its manifests say to keep; what
 * the live object says does not count. Nothing is deleted where a kind of the release is served no more.
 * [helm v3 pkg/action/uninstall.go deleteRelease, resource_policy.go]
 */
export function helmUninstall(
  session: PlanSession,
  manifests: readonly Manifest[] | undefined,
  options: HelmOptions,
): void {
  const resources = resourcesOf(session.state)
  const { release, originOf } = options
  if (manifests === undefined) {
    const live = liveObjectsOf(session, release, resources, originOf)
    deleteAll(
      session,
      live.filter((manifest) => !isKept(session, manifest)),
    )
    return
  }
  const wanted = withoutHooks(session, manifests, 'helm.sh/hook')
  const { placed, homeless } = placeAll(session, wanted, resources, release.namespace)
  const doomed = placed.filter((manifest) => !isKept(session, manifest))
  const lost = homeless.filter((manifest) => !saysKeep(manifest))
  if (lost.length > 0)
    nothingSent(session, doomed, 'Helm looks up all kinds before it deletes anything, and some are served no more')
  else deleteAll(session, doomed)
}

function saysKeep({ object }: Manifest): boolean {
  return object.metadata.annotations?.['helm.sh/resource-policy']?.trim().toLowerCase() === 'keep'
}

function isKept(session: PlanSession, manifest: PlacedManifest): boolean {
  if (!saysKeep(manifest)) return false
  keep(session, manifest, 'helm.sh/resource-policy: keep')
  return true
}

function deleteAll(session: PlanSession, manifests: readonly PlacedManifest[]): void {
  const inOrder = manifests.toSorted((a, b) => byUninstallOrder(nameInPlan(a), nameInPlan(b)))
  for (const manifest of inOrder) deleteObject(session, manifest, 'Background', 'deleted')
}
