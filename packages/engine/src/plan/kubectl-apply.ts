import { matchesRequirements, parseLabelSelector, textAt } from '@capsule-whatif/model'
import { type Applied, applyClientSide, applyServerSide } from './apply-manifest.ts'
import { type PruneOptions, pruneAsKubectl } from './kubectl-prune.ts'
import type { Manifest, PlacedManifest } from './manifest-set.ts'
import { nameOfManifest, placeAll } from './place-manifests.ts'
import type { PlanSession } from './plan-session.ts'
import { resourcesOf } from './resources-of.ts'

export interface KubectlApplyOptions {
  readonly serverSide: boolean
  /** --force-conflicts, of server-side apply */
  readonly forceConflicts: boolean
  readonly namespace: string
  readonly prune?: PruneOptions
}

/**
 * `kubectl apply -R -f DIR`, with `--prune` where asked for: each manifest in turn, whatever became of those before it; then
 * the prune, unless anything failed. [kubectl pkg/cmd/apply/apply.go Run]
 */
export function kubectlApply(
  session: PlanSession,
  manifests: readonly Manifest[],
  isSetWhole: boolean,
  options: KubectlApplyOptions,
): readonly Applied[] {
  const wanted = filtered(session, manifests, options.prune?.selector)
  const { placed, homeless } = placeAll(session, wanted, resourcesOf(session.state), options.namespace)
  const applied = placed.flatMap((manifest) => applyOne(session, manifest, options) ?? [])
  if (options.prune === undefined) return applied
  if (!isSetWhole || homeless.length > 0 || applied.length < placed.length) {
    const message = 'nothing is pruned: kubectl prunes only where every manifest was read and accepted'
    session.findings.push({ rule: 'not-reached', severity: 'warning', message })
    return applied
  }
  const uids = applied.flatMap(({ answer }) => textAt(answer, 'metadata', 'uid') ?? [])
  const namespaces = placed.flatMap(({ namespace }) => namespace ?? [])
  pruneAsKubectl(session, options.prune, new Set(uids), new Set(namespaces))
  return applied
}

function applyOne(session: PlanSession, manifest: PlacedManifest, options: KubectlApplyOptions): Applied | undefined {
  if (!options.serverSide) return applyClientSide(session, manifest, 'kubectl-client-side-apply')
  return applyServerSide(session, manifest, 'kubectl', options.forceConflicts)
}

/** The selector that kubectl prunes by filters the manifests too: those that it does not match are not sent. */
function filtered(
  session: PlanSession,
  manifests: readonly Manifest[],
  selector: string | undefined,
): readonly Manifest[] {
  const requirements = selector === undefined ? [] : parseLabelSelector(selector)
  if ('error' in requirements) return manifests
  return manifests.filter((manifest) => {
    const { object, origin } = manifest
    const matches = matchesRequirements(requirements, object.metadata.labels ?? {})
    if (matches) return true
    const message = `${object.kind} ${object.metadata.name} is not sent: its labels do not match ${selector}, and kubectl's -l filters manifests too`
    session.findings.push({ rule: 'not-reached', severity: 'warning', message, origin })
    const why = `its labels do not match ${selector}`
    session.items.push({ ...nameOfManifest(manifest), result: 'skipped', origin, requests: [], why })
    return false
  })
}
