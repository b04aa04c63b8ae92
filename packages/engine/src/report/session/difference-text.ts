import { allObjects, type ClusterState, type Json, type KubeObject } from '@capsule-whatif/model'
import { fieldChanges } from '../../predict/effects.ts'
import type { Effect } from '../../predict/prediction.ts'
import { momentText, type Place } from '../../session/session.ts'
import { placeText } from '../../text/place-text.ts'
import { rankOfKind } from '../kind-words.ts'
import { outcomeOrder, outcomeWords } from '../prediction-text.ts'

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
  const head = `From ${momentText(from)} to ${momentText(to)}, ${((after.clock - before.clock) / 1000).toFixed(1)} s:`
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
  if (before === undefined || after === undefined || effect.fields === undefined) return [line]
  const changes = fieldChanges(before, after)
  return [line, ...changes.map(({ field, before: old, now }) => `    ${field}: ${valueText(old)} -> ${valueText(now)}`)]
}

function valueText(value: Json | undefined): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value)
  return text.length > valueMax ? `${text.slice(0, valueMax - 3)}...` : text
}
