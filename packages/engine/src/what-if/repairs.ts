import { isJsonObject, type KubeObject, textAt } from '@capsule-whatif/model'
import { changedFields } from '../predict/effects.ts'
import type { Answer } from '../predict/prediction.ts'

/** An object that was changed by an action and is in the end as before, or was deleted and is made again. */
export interface Repair {
  readonly kind: string
  readonly namespace?: string
  readonly name: string
  /** fields that an action changed and somebody changed back, as paths; none where the object was made again */
  readonly fields: readonly string[]
}

/** What was put back, in every order looked at, of what the actions changed. What admission undid was never changed, and is not among it. */
export function repairsIn(objects: readonly KubeObject[], { actions, effects, instead }: Answer): readonly Repair[] {
  const again = effects.filter(({ outcome }) => outcome === 'replaced').map((effect) => repair(effect, []))
  const answered = actions.flatMap(({ refused, body }) => (refused || !isObject(body) ? [] : [body]))
  const last = new Map(answered.map((body) => [placeOf(body), body]))
  const changedBack = [...last].flatMap(([place, body]) => {
    const before = objects.find((object) => placeOf(object) === place)
    const now = [...instead, ...effects].find(({ kind, namespace, name }) => placeText(kind, namespace, name) === place)
    if (!before || (now && now.outcome !== 'changed')) return []
    const fields = changedFields(before, body).filter((field) => !now?.fields?.includes(field))
    return fields.length === 0 ? [] : [repair({ kind: body.kind, ...body.metadata }, fields)]
  })
  return [...again, ...changedBack]
}

function isObject(body: unknown): body is KubeObject {
  return isJsonObject(body as KubeObject) && textAt(body as KubeObject, 'metadata', 'name') !== undefined
}

function repair(
  { kind, namespace, name }: { readonly kind: string; readonly namespace?: string; readonly name: string },
  fields: readonly string[],
): Repair {
  return { kind, ...(namespace === undefined ? {} : { namespace }), name, fields }
}

function placeOf({ kind, metadata }: KubeObject): string {
  return placeText(kind, metadata.namespace, metadata.name)
}

function placeText(kind: string, namespace: string | undefined, name: string): string {
  return `${kind} ${namespace ?? ''}/${name}`
}
