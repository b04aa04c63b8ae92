import { isJsonObject, type Json, type JsonObject, type KubeObject } from '@capsule-whatif/model'
import { describe, expect, it } from 'vitest'
import { comparePlan } from '../../src/plan/compare-plan.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { savePlan } from '../../src/plan/saved-plan.ts'
import { isSelfContained, type RecordedStep, type Recording, recordingsWhere, setOf, sha256 } from './recordings.ts'

function requestsOnly(steps: readonly RecordedStep[]): boolean {
  return (
    steps.length > 0 &&
    steps.every(({ request, settled }) => request !== undefined && settled === true && isSelfContained(request.body))
  )
}

/** The answer to the last request that a plan sent for an object, as recordings compare answers. */
function lastAnswer(plan: Plan, name: string): { readonly code: number; readonly message?: string } | undefined {
  const item = plan.items.find((each) => each.name === name)
  const last = item?.requests.at(-1)
  if (last === undefined) return undefined
  return { code: last.code, ...(last.message === undefined ? {} : { message: last.message }) }
}

function recordedAnswer({ response }: RecordedStep): { readonly code: number; readonly message?: unknown } {
  return { code: response.code, ...(response.code < 400 ? {} : { message: response.body.message }) }
}

/** What the recorded end shows other than the plan said; what kubectl notes for itself left out. */
function deviations(plan: Plan, { before, after }: Recording): readonly string[] {
  const saved = savePlan(plan, before, [], sha256)
  return comparePlan(saved, after, sha256).deviations.map(({ message }) => message)
}

describe('plans held against recordings', () => {
  const created = recordingsWhere(
    (steps) =>
      requestsOnly(steps) &&
      steps.length === 1 &&
      steps[0]?.request?.verb === 'create' &&
      steps[0].request.subresource === undefined,
  )

  it('there are recordings of one create', () => {
    expect(created.length).toBeGreaterThan(5)
  })

  it.each(created)('$name: kubectl apply of an absent object is answered as its create was', (recording) => {
    const [step] = recording.steps
    const body = step?.request?.body as unknown as KubeObject
    const plan = makePlan(recording.before, setOf(body), {
      how: 'apply',
      user: step?.as ?? { user: '', groups: [] },
      capsule: recording.capsule,
      namespace: step?.request?.namespace ?? 'default',
    })
    const item = plan.items.find(({ name }) => name === body.metadata.name)
    if (item?.requests.length === 1) expect(item.requests[0]).toMatchObject({ code: 403, reason: 'Forbidden' })
    else if (step) expect(lastAnswer(plan, body.metadata.name)).toEqual(recordedAnswer(step))
  })

  const deleted = recordingsWhere(
    (steps) =>
      requestsOnly(steps) &&
      steps.length === 1 &&
      steps[0]?.request?.verb === 'delete' &&
      isBackground(steps[0].request.body),
  )

  it('there are recordings of one deletion', () => {
    expect(deleted.length).toBeGreaterThan(10)
  })

  it.each(deleted)('$name: helm uninstall is answered, and ends, as the deletion did', (recording) => {
    const [step] = recording.steps
    const { kind, namespace, name } = step?.request ?? {}
    const doomed = recording.before.find(
      (each) => each.kind === kind && each.metadata.name === name && each.metadata.namespace === namespace,
    )
    const plan = makePlan(recording.before, setOf(doomed), {
      how: 'helm-uninstall',
      user: step?.as ?? { user: '', groups: [] },
      capsule: recording.capsule,
    })
    if (step) expect(lastAnswer(plan, name ?? '')).toEqual(recordedAnswer(step))
    expect(deviations(plan, recording)).toEqual([])
  })

  const patched = recordingsWhere(
    (steps) =>
      requestsOnly(steps) &&
      steps.length === 1 &&
      steps[0]?.request?.patchType === 'merge' &&
      steps[0].request.subresource === undefined &&
      steps[0].request.group.includes('capsule') &&
      !hasNull(steps[0].request.body),
  )

  it('there are recordings of one merge patch of a custom resource', () => {
    expect(patched.length).toBeGreaterThan(10)
  })

  it.each(patched)(
    '$name: kubectl apply of the patched object is answered, and ends, as the patch did',
    (recording) => {
      const [step] = recording.steps
      const { kind, name, body } = step?.request ?? {}
      const live = recording.before.find((each) => each.kind === kind && each.metadata.name === name)
      const wanted = overlaid(bare(live), body ?? {})
      const plan = makePlan(recording.before, setOf(wanted), {
        how: 'apply',
        user: step?.as ?? { user: '', groups: [] },
        capsule: recording.capsule,
      })
      if (step) expect(lastAnswer(plan, name ?? '')).toEqual(recordedAnswer(step))
      expect(deviations(plan, recording)).toEqual([])
    },
  )
})

function isBackground(body: Json | undefined): boolean {
  const policy = isJsonObject(body) ? body.propagationPolicy : undefined
  const orphan =
    isJsonObject(body) &&
    (body.orphanDependents !== undefined || body.preconditions !== undefined || body.dryRun !== undefined)
  return !orphan && (policy === undefined || policy === 'Background')
}

function hasNull(value: Json | undefined): boolean {
  if (value === null) return true
  return typeof value === 'object' && Object.values(value).some((inner) => hasNull(inner as Json))
}

/** What one would write into a file: without what the API server keeps for itself. */
function bare(object: KubeObject | undefined): JsonObject {
  const { status: _, metadata, ...rest } = (object ?? {}) as unknown as Record<string, JsonObject>
  const {
    uid: _uid,
    resourceVersion: _version,
    generation: _generation,
    creationTimestamp: _time,
    managedFields: _fields,
    ...own
  } = metadata ?? {}
  return { ...rest, metadata: own }
}

function overlaid(document: JsonObject, patch: Json): JsonObject {
  if (!isJsonObject(patch)) return document
  const merged: Record<string, Json | undefined> = { ...document }
  for (const [field, value] of Object.entries(patch)) {
    const under = merged[field]
    merged[field] = isJsonObject(under) && isJsonObject(value) ? overlaid(under, value) : value
  }
  return merged
}
