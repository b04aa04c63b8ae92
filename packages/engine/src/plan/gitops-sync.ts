import { allObjects, type KubeObject, matchesRequirements, parseLabelSelector } from '@capsule-whatif/model'
import { waitUntil } from '../schedule/likely.ts'
import type { Origin } from '../snapshot/source-text.ts'
import { type Applied, applyClientSide, applyServerSide } from './apply-manifest.ts'
import { deleteObject, keep } from './delete-object.ts'
import { liveManifest, withoutHooks } from './helm-release.ts'
import { bySyncOrder } from './kind-order.ts'
import { type Manifest, nowhere, type PlacedManifest, placed } from './manifest-set.ts'
import { definitionInSet, nameOfManifest, placeAll } from './place-manifests.ts'
import { type PlanSession, report, rest, take, taskFor } from './plan-session.ts'
import { nameInPlan, objectKey } from './requests.ts'
import { resourcesOf } from './resources-of.ts'

export interface GitopsOptions {
  /** of the application: where manifests go that name no namespace */
  readonly namespace: string
  /** name of the application, which its objects carry as tracking annotation or label */
  readonly app?: string
  /** prunes what carries these labels instead, as Flux does with its own */
  readonly selector?: string
  readonly originOf: (key: string) => Origin | undefined
}

const trackingAnnotation = 'argocd.argoproj.io/tracking-id'
const trackingLabel = 'app.kubernetes.io/instance'
const manager = 'argocd-controller'

/** A definition is waited for before its objects are applied, at most so long. */
const establishingMs = 10_000

/**
 * A sync as Argo CD does it with pruning on and `PruneLast=true`: wave after wave, in each the kinds in Helm's order, each
 * wave once the one before is at rest; then what the application has in the cluster and not in the set is deleted in the
 * foreground. A wave in which anything fails is the last. [gitops-engine pkg/sync/sync_context.go, sync_tasks.go]
 */
export function gitopsSync(
  session: PlanSession,
  manifests: readonly Manifest[],
  isSetWhole: boolean,
  options: GitopsOptions,
): readonly Applied[] {
  const wanted = withoutHooks(session, withoutHooks(session, manifests, 'argocd.argoproj.io/hook'), 'helm.sh/hook')
  const resources = resourcesOf(session.state)
  const later = wanted.filter(
    (manifest) => placed(manifest, resources, options.namespace) === undefined && definitionInSet(manifest, wanted),
  )
  const { homeless } = placeAll(
    session,
    wanted.filter((manifest) => !later.includes(manifest)),
    resources,
    options.namespace,
  )
  if (!isSetWhole || homeless.length > 0) {
    for (const manifest of wanted.filter((each) => !homeless.includes(each)))
      report(session, taskFor(nameOfManifest(manifest), manifest.origin), 'skipped', 'the sync fails before it begins')
    session.findings.push({
      rule: 'not-reached',
      severity: 'warning',
      message: 'nothing is synced: a manifest is not understood',
    })
    return []
  }
  const synced = syncWaves(
    session,
    wanted.map((manifest) => tracked(manifest, options)),
    options,
  )
  if (synced.isComplete && (options.app !== undefined || options.selector !== undefined))
    prune(session, wanted, options)
  return synced.applied
}

function tracked(manifest: Manifest, { app, namespace }: GitopsOptions): Manifest {
  if (app === undefined) return manifest
  const { kind, group, name, namespace: own } = nameOfManifest(manifest)
  const { object } = manifest
  const id = `${app}:${group}/${kind}:${own ?? namespace}/${name}`
  const annotations = { ...object.metadata.annotations, [trackingAnnotation]: id }
  return { ...manifest, object: { ...object, metadata: { ...object.metadata, annotations } } }
}

function waveOf({ object }: Manifest): number {
  const wave = Number(object.metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0)
  return Number.isInteger(wave) ? wave : 0
}

/** Namespaces and definitions come no later than what needs them. [sync_tasks.go adjustDeps] */
function inWaves(manifests: readonly Manifest[]): readonly (readonly Manifest[])[] {
  const waves = new Map<Manifest, number>(manifests.map((manifest) => [manifest, waveOf(manifest)] as const))
  for (const manifest of manifests) {
    const needs = manifests.filter((other) => other !== manifest && isNeeded(other, manifest, manifests))
    for (const need of needs) waves.set(need, Math.min(waves.get(need) ?? 0, waves.get(manifest) ?? 0))
  }
  const numbers = [...new Set(waves.values())].sort((a, b) => a - b)
  return numbers.map((wave) =>
    manifests
      .filter((manifest) => waves.get(manifest) === wave)
      .toSorted((a, b) => bySyncOrder(nameOfManifest(a), nameOfManifest(b))),
  )
}

function isNeeded(need: Manifest, manifest: Manifest, all: readonly Manifest[]): boolean {
  if (need.object.kind === 'CustomResourceDefinition') return definitionInSet(manifest, all) === need
  return need.object.kind === 'Namespace' && need.object.metadata.name === manifest.object.metadata.namespace
}

interface Synced {
  readonly applied: readonly Applied[]
  readonly isComplete: boolean
}

function syncWaves(session: PlanSession, manifests: readonly Manifest[], options: GitopsOptions): Synced {
  const applied: Applied[] = []
  const waves = inWaves(manifests)
  for (const [index, wave] of waves.entries()) {
    if (index > 0) rest(session)
    const done = wave.flatMap((manifest) => syncOne(session, manifest, options) ?? [])
    applied.push(...done)
    if (done.length === wave.length) continue
    failSync(session, waves.slice(index + 1).flat())
    return { applied, isComplete: false }
  }
  return { applied, isComplete: true }
}

/** Nothing of what is left is sent. */
function failSync(session: PlanSession, left: readonly Manifest[]): void {
  for (const manifest of left)
    report(session, taskFor(nameOfManifest(manifest), manifest.origin), 'skipped', 'the sync failed in a wave before')
  const later = left.length === 0 ? '' : `${left.length} manifests of later waves are not applied, and `
  const message = `the sync fails: ${later}nothing is pruned`
  session.findings.push({ rule: 'not-reached', severity: 'warning', message })
}

function syncOne(session: PlanSession, manifest: Manifest, options: GitopsOptions): Applied | undefined {
  const found = placed(manifest, resourcesOf(session.state), options.namespace)
  if (found === undefined) {
    placeAll(session, [manifest], resourcesOf(session.state), options.namespace)
    return undefined
  }
  const applied = hasOption(manifest.object, 'ServerSideApply=true')
    ? applyServerSide(session, found, manager, true)
    : applyClientSide(session, found, manager)
  if (manifest.object.kind === 'CustomResourceDefinition') awaitEstablished(session)
  return applied
}

function awaitEstablished(session: PlanSession): void {
  take(session, waitUntil(session.model, session.state, session.state.clock + establishingMs / 10))
}

function hasOption({ metadata }: KubeObject, option: string): boolean {
  const options = metadata.annotations?.['argocd.argoproj.io/sync-options'] ?? ''
  return options.split(',').some((each) => each.trim() === option)
}

/**
 * What is tracked, has no owner and is not in the set. An owner keeps an object from being pruned, as the Tenant does its
 * namespaces. `helm.sh/resource-policy: keep` does not. [gitops-engine pkg/cache/cluster.go GetManagedLiveObjs; sync_context.go pruneObject]
 */
function prune(session: PlanSession, manifests: readonly Manifest[], options: GitopsOptions): void {
  const resources = resourcesOf(session.state)
  const kept = new Set(manifests.flatMap((manifest) => keyOfPlaced(placed(manifest, resources, options.namespace))))
  rest(session)
  const doomed = allObjects(session.state)
    .filter((object) => isTracked(object, options) && (object.metadata.ownerReferences ?? []).length === 0)
    .flatMap((object) => liveManifest(object, resources, options.originOf) ?? [])
    .filter((manifest) => !keyOfPlaced(manifest).some((key) => kept.has(key)))
    .toSorted((a, b) => bySyncOrder(nameInPlan(a), nameInPlan(b)))
  for (const manifest of doomed) pruneOne(session, manifest)
}

function keyOfPlaced(manifest: PlacedManifest | undefined): readonly string[] {
  return manifest === undefined ? [] : [objectKey(nameInPlan(manifest))]
}

function isTracked(object: KubeObject, { app, selector }: GitopsOptions): boolean {
  const { labels = {}, annotations = {} } = object.metadata
  if (selector !== undefined) {
    const requirements = parseLabelSelector(selector)
    return !('error' in requirements) && matchesRequirements(requirements, labels)
  }
  if (app === undefined) return false
  const id = annotations[trackingAnnotation]
  return id === undefined ? labels[trackingLabel] === app : isOwnId(id, app, object)
}

/** A copy that took the annotation along is not tracked by it. [argo-cd util/argo/resource_tracking.go] */
function isOwnId(id: string, app: string, object: KubeObject): boolean {
  const { kind, group, name, namespace } = nameOfManifest({ object, origin: nowhere })
  const [of, what, place] = id.split(':')
  const [inNamespace, named] = (place ?? '').split('/')
  return (
    of === app &&
    what === `${group}/${kind}` &&
    named === name &&
    (namespace === undefined || inNamespace === namespace)
  )
}

function pruneOne(session: PlanSession, manifest: PlacedManifest): void {
  const { object } = manifest
  if (hasOption(object, 'Prune=false')) keep(session, manifest, 'argocd.argoproj.io/sync-options: Prune=false')
  else if (object.metadata.deletionTimestamp !== undefined) keep(session, manifest, 'it is being deleted already')
  else deleteObject(session, manifest, 'Foreground', 'pruned')
}
