import { type JsonObject, type KubeObject, type Request, textAt } from '@capsule-whatif/model'
import type { Origin } from '../snapshot/source-text.ts'
import { type Applied, accepted, finish, patchFor, refused } from './apply-manifest.ts'
import { deleteObject, taskOfDoomed } from './delete-object.ts'
import { type HelmRelease, liveObjectsOf, markedAsReleased, strangerTo, withoutHooks } from './helm-release.ts'
import { byInstallOrder } from './kind-order.ts'
import type { Manifest, PlacedManifest } from './manifest-set.ts'
import { mergePatchBetween } from './merge-patch-between.ts'
import { placeAll } from './place-manifests.ts'
import { messageOf, type PlanSession, report, send, taskOf } from './plan-session.ts'
import { isPatchedStrategically, nameInPlan, objectKey, objectText, requestOn } from './requests.ts'
import { resourcesOf } from './resources-of.ts'

export interface HelmOptions {
  readonly release: HelmRelease
  /** the manifests of the release as it is; without them, the objects that carry its labels */
  readonly previous?: readonly Manifest[]
  readonly originOf: (key: string) => Origin | undefined
}

const fieldManager = 'helm'

/**
 * `helm upgrade --install` of rendered manifests, as Helm 3 does it: nothing is sent where a kind is unknown or an object
 * belongs to somebody else; then creates and patches in the order of kinds, then the deletion of what the release had and
 * has no more. [helm v3 pkg/action/upgrade.go performUpgrade, pkg/kube/client.go Update]
 */
export function helmUpgrade(
  session: PlanSession,
  manifests: readonly Manifest[],
  isSetWhole: boolean,
  options: HelmOptions,
): readonly Applied[] {
  const resources = resourcesOf(session.state)
  const { release } = options
  const { placed, homeless } = placeAll(
    session,
    withoutHooks(session, manifests, 'helm.sh/hook'),
    resources,
    release.namespace,
  )
  const targets = sorted(placed.map((manifest) => markedAsReleased(manifest, release)))
  if (!isSetWhole || homeless.length > 0)
    return nothingSent(session, targets, 'Helm reads all manifests before it sends any, and some are not understood')
  const previous = previousOf(session, options)
  const known = new Map(previous.map((manifest) => [keyOf(manifest), manifest] as const))
  const strangers = targets
    .filter((target) => !known.has(keyOf(target)))
    .filter((target) => isStrange(session, target, release, known.size > 0))
  if (strangers.length > 0)
    return nothingSent(
      session,
      targets.filter((target) => !strangers.includes(target)),
      'objects that are there do not belong to the release',
    )
  const { applied, isComplete } = updateAll(session, targets, known, options.previous !== undefined)
  const kept = new Set(targets.map(keyOf))
  const leftOver = sorted(previous.filter((manifest) => !kept.has(keyOf(manifest))))
  if (isComplete) for (const manifest of leftOver) deleteLeftOver(session, manifest)
  else if (leftOver.length > 0)
    session.findings.push({
      rule: 'not-reached',
      severity: 'warning',
      message: `nothing is deleted: Helm deletes what the release has no more (${leftOver.length}) only once all else was accepted`,
    })
  return applied
}

function sorted(manifests: readonly PlacedManifest[]): readonly PlacedManifest[] {
  return manifests.toSorted((a, b) => byInstallOrder(nameInPlan(a), nameInPlan(b)))
}

function keyOf(manifest: PlacedManifest): string {
  return objectKey(nameInPlan(manifest))
}

function previousOf(session: PlanSession, { release, previous, originOf }: HelmOptions): readonly PlacedManifest[] {
  const resources = resourcesOf(session.state)
  if (previous === undefined) return liveObjectsOf(session, release, resources, originOf)
  const hookless = previous.filter(({ object }) => object.metadata.annotations?.['helm.sh/hook'] === undefined)
  return placeAll(session, hookless, resources, release.namespace).placed
}

export function nothingSent(
  session: PlanSession,
  manifests: readonly PlacedManifest[],
  why: string,
): readonly Applied[] {
  for (const manifest of manifests) report(session, taskOf(nameInPlan(manifest), manifest), 'skipped', why)
  if (manifests.length > 0)
    session.findings.push({ rule: 'not-reached', severity: 'warning', message: `nothing is sent: ${why}` })
  return []
}

/** Whether an object is there that Helm may not take over; then it says so. [validate.go existingResourceConflict] */
function isStrange(session: PlanSession, target: PlacedManifest, release: HelmRelease, isUpgrade: boolean): boolean {
  const task = taskOf(nameInPlan(target), target)
  const get = requestOn('get', target)
  const live = send(session, task, get)
  if (live.code === 404) return false
  if (live.code >= 400) {
    refused(session, task, get, live)
    return true
  }
  const why = strangerTo(release, live.body as unknown as KubeObject)
  if (why === undefined) return false
  const { kind, metadata } = target.object
  const existing = `${kind} ${JSON.stringify(metadata.name)} in namespace ${JSON.stringify(target.namespace ?? '')} exists and cannot be imported into the current release: ${why}`
  const message = isUpgrade
    ? `unable to continue with update: ${existing}`
    : `unable to continue with install: ${existing}`
  session.findings.push({
    rule: 'client-refuses',
    severity: 'danger',
    message,
    object: task.object,
    origin: target.origin,
  })
  report(session, task, 'error', message)
  return true
}

interface Updated {
  readonly applied: readonly Applied[]
  readonly isComplete: boolean
}

/** A create that fails ends it; a patch that fails does not, but nothing is deleted then. [client.go Update] */
function updateAll(
  session: PlanSession,
  targets: readonly PlacedManifest[],
  known: ReadonlyMap<string, PlacedManifest>,
  isOriginalKnown: boolean,
): Updated {
  const applied: Applied[] = []
  for (const [index, target] of targets.entries()) {
    const updated = updateOne(session, target, known.get(keyOf(target)), isOriginalKnown)
    if (updated.applied) applied.push(updated.applied)
    if (!updated.ends) continue
    const left = targets.slice(index + 1)
    nothingSent(session, left, `Helm ends where a create is refused (${objectText(nameInPlan(target))})`)
    return { applied, isComplete: false }
  }
  return { applied, isComplete: applied.length === targets.length }
}

function updateOne(
  session: PlanSession,
  target: PlacedManifest,
  original: PlacedManifest | undefined,
  isOriginalKnown: boolean,
): { readonly applied?: Applied | undefined; readonly ends: boolean } {
  const task = taskOf(nameInPlan(target), target)
  const get = requestOn('get', target)
  const live = send(session, task, get)
  if (live.code === 404) {
    const body = target.object as unknown as JsonObject
    const applied = finish(session, task, target, { ...requestOn('create', target, { fieldManager }), body }, 'created')
    return { applied, ends: applied === undefined }
  }
  if (live.code >= 400) return { applied: refused(session, task, get, live), ends: true }
  const old = isOriginalKnown && original !== undefined ? original.object : target.object
  const patch = helmPatch(target, old, live.body, isOriginalKnown)
  if (Object.keys(patch).length === 0)
    return { applied: accepted(session, task, target, live, 'unchanged'), ends: false }
  const request: Request = {
    ...requestOn('patch', target, { fieldManager }),
    patchType: isPatchedStrategically(target.resource) ? 'strategic' : 'merge',
    body: patch,
  }
  return { applied: finish(session, task, target, request, 'configured'), ends: false }
}

/** Custom resources and definitions get the difference of two manifests: what else was changed on them stays. [client.go createPatch] */
function helmPatch(
  target: PlacedManifest,
  original: KubeObject,
  live: JsonObject,
  isOriginalKnown: boolean,
): JsonObject {
  const old = original as unknown as JsonObject
  if (isOriginalKnown && !isPatchedStrategically(target.resource))
    return mergePatchBetween(old, target.object as unknown as JsonObject)
  return patchFor(target, old, target.object, live)
}

/** What the live object says counts: `helm.sh/resource-policy: keep` in the cluster keeps it. [client.go Update] */
function deleteLeftOver(session: PlanSession, manifest: PlacedManifest): void {
  const task = taskOfDoomed(manifest)
  const live = send(session, task, requestOn('get', manifest))
  const policy = textAt(live.body, 'metadata', 'annotations', 'helm.sh/resource-policy')
  if (live.code >= 400) report(session, task, 'absent', messageOf(live))
  else if (policy === 'keep') report(session, task, 'kept', 'helm.sh/resource-policy: keep')
  else deleteObject(session, manifest, 'Background', 'deleted', task)
}
