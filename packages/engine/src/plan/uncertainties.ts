import { type ClusterState, findObject, type KubeObject, resourceKey } from '@capsule-whatif/model'
import type { ManifestSet } from './manifest-set.ts'
import { placed } from './manifest-set.ts'
import type { PlanOptions } from './plan-options.ts'
import type { PlanSession } from './plan-session.ts'
import { isPatchedStrategically } from './requests.ts'
import { resourcesOf } from './resources-of.ts'

/** What of a client's work is not certain, beside what the steps say themselves. */
export function uncertainties(
  start: ClusterState,
  { steps }: PlanSession,
  set: ManifestSet | undefined,
  options: PlanOptions,
): readonly string[] {
  const found = steps.flatMap(({ findings = [] }) => findings)
  const { how } = options
  if (how === 'helm-upgrade' && options.previous === undefined)
    found.push(
      'what the release had before is taken from the labels of live objects, since --previous is missing: fields that were taken out of manifests are not removed',
    )
  if (how === 'helm-upgrade' || how === 'helm-uninstall')
    found.push("Helm's own records of the release (Secrets), its hooks and its waiting are not part of the answer")
  if (hasBuiltIn(start, set, options))
    found.push('fields of built-in kinds that do not exist (--validate=strict) are not looked for')
  if (how === 'server-side' && hasUnmanaged(start, set, options))
    found.push(
      'the snapshot does not show who manages fields (kubectl get --show-managed-fields does): conflicts of server-side apply, and fields that it would remove, cannot be known',
    )
  const secrets = liveOf(start, set, options, ({ kind }) => kind === 'Secret')
  if (secrets.length > 0)
    found.push(
      `values of Secrets are emptied as a snapshot is read: whether ${secrets.length === 1 ? 'a Secret' : `${secrets.length} Secrets`} of the set would change cannot be known, and is shown as a change`,
    )
  return [...new Set(found)]
}

function hasBuiltIn(
  start: ClusterState,
  set: ManifestSet | undefined,
  { how, namespace = 'default' }: PlanOptions,
): boolean {
  if (how === 'helm-upgrade' || how === 'helm-uninstall') return false
  const resources = resourcesOf(start)
  return (set?.manifests ?? []).some((manifest) => {
    const found = placed(manifest, resources, namespace)
    return found !== undefined && isPatchedStrategically(found.resource)
  })
}

function hasUnmanaged(start: ClusterState, set: ManifestSet | undefined, options: PlanOptions): boolean {
  return liveOf(start, set, options, ({ metadata }) => (metadata.managedFields ?? []).length === 0).length > 0
}

/** What is there already of the set, as far as it is of a sort. */
function liveOf(
  start: ClusterState,
  set: ManifestSet | undefined,
  { namespace = 'default' }: PlanOptions,
  isWanted: (live: KubeObject) => boolean,
): readonly KubeObject[] {
  const resources = resourcesOf(start)
  return (set?.manifests ?? []).flatMap((manifest) => {
    const found = placed(manifest, resources, namespace)
    if (found === undefined) return []
    const key = resourceKey(found.resource.group, found.resource.resource)
    const live = findObject(start, key, found.namespace, found.object.metadata.name)
    return live !== undefined && isWanted(live) ? [live] : []
  })
}
