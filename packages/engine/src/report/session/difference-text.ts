import { allObjects, at, type ClusterState, type Json, type KubeObject } from '@capsule-whatif/model'
import type { Effect } from '../../predict/prediction.ts'
import { placeText as numberText, type Place } from '../../session/session.ts'
import { rankOfKind } from '../kind-words.ts'
import { outcomeOrder, outcomeWords, placeText } from '../prediction-text.ts'

const effectsMax = 60
const valueMax = 60

/** What differs between two moments: each object with what became of it, and of changed ones the fields, old and new. */
export function differenceText(
  from: Place,
  to: Place,
  effects: readonly Effect[],
  before: ClusterState,
  after: ClusterState,
): string {
  const head = `From ${numberText(from)} to ${numberText(to)}, ${((after.clock - before.clock) / 1000).toFixed(1)} s:`
  if (effects.length === 0) return `${head} nothing differs.`
  const sorted = outcomeOrder.flatMap((outcome) =>
    effects
      .filter((effect) => effect.outcome === outcome)
      .toSorted((a, b) => rankOfKind(a.kind) - rankOfKind(b.kind) || (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0)),
  )
  const [old, now] = [lookUp(before), lookUp(after)]
  const lines = sorted.slice(0, effectsMax).flatMap((effect) => effectLines(effect, old(effect), now(effect)))
  const more = sorted.length > effectsMax ? [`  and ${sorted.length - effectsMax} objects more`] : []
  return [head, ...lines, ...more].join('\n')
}

function lookUp(state: ClusterState): (effect: Effect) => KubeObject | undefined {
  const key = (kind: string, namespace: string | undefined, name: string): string =>
    `${kind} ${namespace ?? ''}/${name}`
  const objects = new Map(
    allObjects(state).map((object) => [key(object.kind, object.metadata.namespace, object.metadata.name), object]),
  )
  return ({ kind, namespace, name }) => objects.get(key(kind, namespace, name))
}

function effectLines(effect: Effect, before: KubeObject | undefined, after: KubeObject | undefined): readonly string[] {
  const line = `  ${effect.kind} ${placeText(effect)}: ${outcomeWords[effect.outcome]}`
  if (before === undefined || after === undefined) return [line]
  return [
    line,
    ...(effect.fields ?? []).map((field) => `    ${field}: ${valueText(before, field)} -> ${valueText(after, field)}`),
  ]
}

function valueText(object: KubeObject, field: string): string {
  const value = valueAt(object, field.split('.'))
  const text = value === undefined ? 'absent' : JSON.stringify(value)
  return text.length > valueMax ? `${text.slice(0, valueMax - 3)}...` : text
}

/** Names of fields may have dots in them, as those of labels have. */
function valueAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  if (path.length === 0 || value === undefined) return value
  for (let length = path.length; length > 0; length--) {
    const found = valueAt(at(value, path.slice(0, length).join('.')), path.slice(length))
    if (found !== undefined) return found
  }
  return undefined
}
