import { at, equalJson, findObject, isJsonObject, type Json, type JsonObject, resourceKey } from '@capsule-whatif/model'
import { causesOf } from '../predict/causes.ts'
import type { Applied } from './apply-manifest.ts'
import type { PlanFinding } from './plan.ts'
import { type PlanSession, pathOfField } from './plan-session.ts'
import { nameInPlan, objectText } from './requests.ts'

/** What manifests say and does not hold: accepted, and then changed by somebody else before the cluster was at rest. */
export function changedBack(session: PlanSession, applied: readonly Applied[]): readonly PlanFinding[] {
  const causes = causesOf(session.steps)
  return applied.flatMap(({ manifest, answer }): readonly PlanFinding[] => {
    const { object, resource, namespace, origin } = manifest
    const key = resourceKey(resource.group, resource.resource)
    const { name } = object.metadata
    const now = findObject(session.state, key, namespace, name)
    const named = nameInPlan(manifest)
    const about = {
      rule: 'changed-back',
      severity: 'warning',
      object: named,
      origin,
      causes: causes.of(key, namespace ?? '', name),
    } as const
    if (now === undefined)
      return [
        { ...about, severity: 'danger', message: `${objectText(named)} was accepted and is not there afterwards` },
      ]
    const fields = differing(object as unknown as JsonObject, answer, now as unknown as JsonObject, '')
    if (fields.length === 0) return []
    const [first = ''] = fields
    const place = manifest.fieldOrigin === undefined ? {} : { origin: manifest.fieldOrigin(pathOfField(first)) }
    return [
      { ...about, ...place, message: `${objectText(named)} does not stay as its manifest says: ${fields.join(', ')}` },
    ]
  })
}

/** Labels and annotations that admission made others of than the manifest says. Other fields are normalized too often to tell. */
export function changedOnAdmission(applied: readonly Applied[]): readonly PlanFinding[] {
  return applied.flatMap(({ manifest, answer }) =>
    (['labels', 'annotations'] as const).flatMap((field) =>
      Object.entries(manifest.object.metadata[field] ?? {}).flatMap(([key, value]): readonly PlanFinding[] => {
        const got = at(answer, 'metadata', field, key)
        if (got === value) return []
        const named = nameInPlan(manifest)
        const origin = manifest.fieldOrigin?.(['metadata', field, key]) ?? manifest.origin
        const message = `${objectText(named)} gets another ${field.slice(0, -1)} than its manifest says: ${key} is ${JSON.stringify(got ?? null)}, not ${JSON.stringify(value)}`
        return [{ rule: 'changed-on-admission', severity: 'warning', message, object: named, origin }]
      }),
    ),
  )
}

/** Fields of the manifest that were as the API server answered and are so no more. Lists count as a whole. */
export function differing(
  wanted: Json,
  answer: Json | undefined,
  now: Json | undefined,
  path: string,
): readonly string[] {
  if (equalJson(answer, now)) return []
  if (!isJsonObject(wanted)) return equalJson(wanted, now) ? [] : [path]
  if (!isJsonObject(now)) return [path]
  return Object.entries(wanted).flatMap(([field, value]) => {
    if (value === undefined || value === null) return []
    const inner = isJsonObject(answer) ? answer[field] : undefined
    return differing(value, inner, now[field], path === '' ? field : `${path}.${field}`)
  })
}
