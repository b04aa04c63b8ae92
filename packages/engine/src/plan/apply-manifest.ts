import { type JsonObject, type KubeObject, type Request, type Response, textAt } from '@capsule-whatif/model'
import { lastAppliedTo, withLastApplied } from './last-applied.ts'
import type { PlacedManifest } from './manifest-set.ts'
import { threeWayMergePatch } from './merge-patch-between.ts'
import type { ItemResult } from './plan.ts'
import { type PlanSession, refusal, report, send, type Task, taskOf } from './plan-session.ts'
import { isPatchedStrategically, nameInPlan, requestOn } from './requests.ts'
import { threeWayStrategicPatch } from './strategic-patch-between.ts'

/** A manifest that was accepted, with the object that the API server answered. */
export interface Applied {
  readonly manifest: PlacedManifest
  readonly answer: JsonObject
}

/**
 * As `kubectl apply` does it: what is absent is created with itself as its annotation, what is there gets the patch that
 * three versions give: the last applied, the manifest and the live one. An empty patch is not sent. Undefined where refused.
 * [kubectl pkg/cmd/apply/apply.go applyOneObject, patcher.go; kubernetes.md 8.3]
 */
export function applyClientSide(session: PlanSession, manifest: PlacedManifest, manager: string): Applied | undefined {
  const task = taskOf(nameInPlan(manifest), manifest)
  const get = requestOn('get', manifest)
  const live = send(session, task, get)
  if (live.code === 404) return createApplied(session, task, manifest, manager)
  if (live.code >= 400) return refused(session, task, get, live)
  const modified = withLastApplied(manifest.object)
  const last = lastAppliedTo(live.body)
  const patch = patchFor(manifest, last ?? {}, modified, live.body)
  const why =
    last === undefined
      ? 'it has no annotation of what was applied last: fields that its manifest leaves out stay'
      : undefined
  if (Object.keys(patch).length === 0) return accepted(session, task, manifest, live, 'unchanged', why)
  const request: Request = {
    ...requestOn('patch', manifest, { fieldManager: manager, fieldValidation: 'Strict' }),
    patchType: isPatchedStrategically(manifest.resource) ? 'strategic' : 'merge',
    body: patch,
  }
  return finish(session, task, manifest, request, 'configured', why)
}

function createApplied(
  session: PlanSession,
  task: Task,
  manifest: PlacedManifest,
  manager: string,
): Applied | undefined {
  const query = { fieldManager: manager, fieldValidation: 'Strict' }
  const body = withLastApplied(manifest.object) as unknown as JsonObject
  return finish(session, task, manifest, { ...requestOn('create', manifest, query), body }, 'created')
}

/** As `kubectl apply --server-side` does it: one request, whether the object is there or not. [kubernetes.md 8.3.5] */
export function applyServerSide(
  session: PlanSession,
  manifest: PlacedManifest,
  manager: string,
  force: boolean,
): Applied | undefined {
  const task = taskOf(nameInPlan(manifest), manifest)
  const query = { fieldManager: manager, fieldValidation: 'Strict', force: String(force) }
  const body = manifest.object as unknown as JsonObject
  const request: Request = { ...requestOn('patch', manifest, query), patchType: 'apply', body }
  return finish(session, task, manifest, request, 'serverside-applied')
}

/** Sends the write and notes how it went. */
export function finish(
  session: PlanSession,
  task: Task,
  manifest: PlacedManifest,
  request: Request,
  result: ItemResult,
  why?: string,
): Applied | undefined {
  const response = send(session, task, request)
  if (response.code >= 400) return refused(session, task, request, response)
  return accepted(session, task, manifest, response, result, why)
}

export function accepted(
  session: PlanSession,
  task: Task,
  manifest: PlacedManifest,
  { body }: Response,
  result: ItemResult,
  why?: string,
): Applied {
  const isDying = textAt(body, 'metadata', 'deletionTimestamp') !== undefined
  report(session, task, result, isDying ? 'it is being deleted: what is changed on it goes with it' : why)
  return { manifest, answer: body }
}

export function refused(session: PlanSession, task: Task, request: Request, response: Response): undefined {
  refusal(session, task, request, response)
  return undefined
}

/** The patch of three versions, of the type that kubectl and Helm choose for the kind. */
export function patchFor(
  { resource }: Pick<PlacedManifest, 'resource'>,
  original: JsonObject,
  modified: KubeObject,
  live: JsonObject,
): JsonObject {
  const wanted = modified as unknown as JsonObject
  return isPatchedStrategically(resource)
    ? threeWayStrategicPatch(original, wanted, live, resource.group, resource.kind)
    : threeWayMergePatch(original, wanted, live)
}
