import type { Request } from '@capsule-whatif/model'
import { refused } from './apply-manifest.ts'
import { isNowhere, type PlacedManifest } from './manifest-set.ts'
import { type PlanSession, report, send, type Task, taskFor } from './plan-session.ts'
import { nameInPlan, requestOn } from './requests.ts'

/** A task for an object that goes: it stands where its manifest does, if any does. */
export function taskOfDoomed(manifest: PlacedManifest): Task {
  return taskFor(nameInPlan(manifest), isNowhere(manifest.origin) ? undefined : manifest.origin)
}

/** Notes that an object stays though it is not wanted any more. */
export function keep(session: PlanSession, manifest: PlacedManifest, why: string): void {
  report(session, taskOfDoomed(manifest), 'kept', why)
}

/** Deletes an object; one that is not there is no failure. */
export function deleteObject(
  session: PlanSession,
  manifest: PlacedManifest,
  propagationPolicy: 'Background' | 'Foreground',
  result: 'pruned' | 'deleted',
  task: Task = taskOfDoomed(manifest),
): void {
  const request: Request = { ...requestOn('delete', manifest), body: { propagationPolicy } }
  const response = send(session, task, request)
  if (response.code === 404) report(session, task, 'absent')
  else if (response.code < 400) report(session, task, result)
  else refused(session, task, request, response)
}
