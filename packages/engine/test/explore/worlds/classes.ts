import { allObjects, type ClusterState, type Json, type KubeObject, type Response } from '@capsule-whatif/model'
import type { Exploration } from '../../../src/schedule/explore/explore.ts'
import { rounds } from '../../../src/schedule/explore/rounds.ts'

/** What became of a world at one of its ends, by names; what went with its Namespace is not named. */
export function classOf(before: ClusterState, after: ClusterState, responses: readonly (Response | null)[]): string {
  const [old, now] = [byName(before), byName(after)]
  const isGone = (name: string): boolean => !now.has(name)
  const wentAlong = (namespace = ''): boolean => namespace !== '' && isGone(`Namespace ${namespace}`)
  const gone = [...old].filter(([name, { metadata }]) => isGone(name) && !wentAlong(metadata.namespace))
  const made = [...now.keys()].filter((name) => !old.has(name))
  const held = [...now].filter(([, { metadata }]) => metadata.deletionTimestamp !== undefined).map(([name]) => name)
  const codes = responses.map((response) => response?.code ?? '-').join(' ')
  return [
    codes,
    listed(
      'gone',
      gone.map(([name]) => name),
    ),
    listed('made', made),
    listed('terminating', held),
  ]
    .filter(Boolean)
    .join('; ')
}

function listed(what: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `${what}: ${names.toSorted().join(', ')}`
}

function byName(state: ClusterState): ReadonlyMap<string, KubeObject> {
  return new Map(allObjects(state).map((object) => [nameOf(object), object]))
}

function nameOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`
}

/** Everything that can be told of an end but times and the order of writes. */
export function textOf(after: ClusterState, responses: readonly (Response | null)[]): string {
  const answers = responses.map((response) => response && ([response.code, response.body] as unknown as Json))
  const objects = allObjects(after).map((object) => JSON.stringify(timeless(object as unknown as Json)))
  return JSON.stringify([objects.sort(), timeless(answers)])
}

const times = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/
const ordered: ReadonlySet<string> = new Set(['resourceVersion', 'generation', 'observedGeneration'])

export function timeless(value: Json | KubeObject | undefined): Json {
  if (typeof value === 'string') return times.test(value) ? '' : value
  if (Array.isArray(value)) return value.map(timeless)
  if (typeof value !== 'object' || value === null) return value ?? null
  const fields = Object.entries(value).filter(([field]) => !ordered.has(field))
  return Object.fromEntries(fields.sort(([one], [other]) => (one < other ? -1 : 1)).map(([k, v]) => [k, timeless(v)]))
}

export interface Found {
  readonly states: number
  readonly turns: number
  /** texts of what it ends in, or goes round in for ever */
  readonly ends: readonly string[]
  readonly classes: readonly string[]
  readonly rounds: number
}

/** What an exploration found, told so that two can be compared. */
export function foundIn(exploration: Exploration, before: ClusterState): Found {
  const { search } = exploration
  const circles = rounds(search)
  const last = [...search.ends, ...search.restless, ...circles.flat()].map((end) => exploration.stateOf(end))
  return {
    states: search.store.size(),
    turns: search.edges.count(),
    ends: [...new Set(last.map(({ state, responses }) => textOf(state, responses)))].sort(),
    classes: [...new Set(last.map(({ state, responses }) => classOf(before, state, responses)))].sort(),
    rounds: circles.length,
  }
}
