import {
  allObjects,
  type ClusterState,
  isTerminating,
  type KubeObject,
  ownerReferencesOf,
  type Step,
} from '@capsule-whatif/model'
import { namespacesOf } from '../questions/uninstalling/uninstall-orders.ts'
import { matchesPattern } from './object-pattern.ts'

/** What every remedy keeps, as sentences. */
export const keeps: readonly string[] = [
  'Every Namespace stays: none is deleted or left terminating.',
  'Everything that people made in a Namespace stays. What Capsule generated there may go, and is told of.',
  'Namespaces that it is not about stay with their Tenants.',
]

/** What must survive: Namespaces, and what lies in them that Capsule did not generate. */
export interface Kept {
  /** what a step takes away of it, as texts */
  readonly lostBy: (step: Step) => readonly string[]
  /** what of it a state lacks, or has terminating */
  readonly missingIn: (state: ClusterState) => readonly string[]
  /** what Capsule had generated and a state lacks */
  readonly generatedLost: (state: ClusterState) => readonly string[]
  /** what Capsule had generated, the steps removed, and a state has again */
  readonly generatedAway: (steps: readonly Step[], state: ClusterState) => readonly string[]
  /** kinds of what people made in Namespaces, and of what was named besides */
  readonly kinds: ReadonlySet<string>
}

/** What is to be kept besides, and what may go: `Kind/name` or `Kind/namespace/name`, `*` for any part. */
export interface KeptChoice {
  readonly keep?: readonly string[]
  readonly lose?: readonly string[]
}

/** What is kept, as sentences. @param going names of objects that the goal itself takes away */
export function keptSentences({ keep = [], lose = [] }: KeptChoice, going: ReadonlySet<string>): readonly string[] {
  const namespaces = [...going].filter((name) => name.startsWith('Namespace '))
  return [
    ...keeps,
    ...(namespaces.length === 0 ? [] : [`But for what was asked to go: ${namespaces.join(', ')}.`]),
    ...(keep.length === 0 ? [] : [`What was named stays, too: ${keep.join(', ')}.`]),
    ...(lose.length === 0 ? [] : [`What was named may go: ${lose.join(', ')}.`]),
  ]
}

/** @param going names of objects that the goal itself takes away, as `Kind namespace/name` */
export function keptOf(
  start: ClusterState,
  going: ReadonlySet<string>,
  { keep = [], lose = [] }: KeptChoice = {},
): Kept {
  const isNamed = (patterns: readonly string[], object: KubeObject): boolean =>
    patterns.some((pattern) => matchesPattern(pattern, object))
  const objects = allObjects(start).filter(
    (object) => isNamed(keep, object) || (isInside(object) && !going.has(nameOf(object)) && !isNamed(lose, object)),
  )
  const isGeneratedHere = (object: KubeObject): boolean => isGenerated(object) && !isNamed(keep, object)
  const generated = objects.filter(isGeneratedHere)
  const kept = new Map(
    objects
      .filter((object) => !isGeneratedHere(object))
      .map((object) => [object.metadata.uid ?? nameOf(object), object]),
  )
  return {
    lostBy: ({ events }) =>
      events.flatMap(({ type, object }) => {
        if (!kept.has(object.metadata.uid ?? nameOf(object))) return []
        if (type === 'deleted') return [`${nameOf(object)} is lost`]
        return isTerminating(object) ? [`${nameOf(object)} is marked to be deleted`] : []
      }),
    missingIn: (state) => {
      const there = new Map(allObjects(state).map((object) => [object.metadata.uid ?? nameOf(object), object]))
      return [...kept].flatMap(([uid, object]) => {
        const now = there.get(uid)
        if (now === undefined) return [`${nameOf(object)} is lost`]
        return isTerminating(now) && !isTerminating(object) ? [`${nameOf(object)} is left terminating`] : []
      })
    },
    generatedLost: (state) => {
      const there = new Set(allObjects(state).map(nameOf))
      return generated.map(nameOf).filter((name) => !there.has(name))
    },
    generatedAway: (steps, state) => {
      const there = new Set(allObjects(state).map(nameOf))
      const removed = steps.flatMap(({ events }) =>
        events.flatMap(({ type, object }) => (type === 'deleted' ? [nameOf(object)] : [])),
      )
      const names = new Set(generated.map(nameOf))
      return [...new Set(removed)].filter((name) => names.has(name) && there.has(name))
    },
    kinds: new Set([...kept.values()].filter(({ kind }) => kind !== 'Namespace').map(({ kind }) => kind)),
  }
}

function isInside({ kind, metadata }: KubeObject): boolean {
  return kind === 'Namespace' || metadata.namespace !== undefined
}

function isGenerated(object: KubeObject): boolean {
  return object.kind !== 'Namespace' && ownerReferencesOf(object).some(({ kind }) => kind === 'Tenant')
}

export function nameOf({ kind, metadata: { namespace, name } }: KubeObject): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`
}

/** Names of the Namespaces of Tenants, with the name of their Tenant. */
export function tenantsOfNamespaces(state: ClusterState): ReadonlyMap<string, string> {
  return new Map(
    namespacesOf(state).flatMap((namespace) => {
      const owner = ownerReferencesOf(namespace).find(({ kind }) => kind === 'Tenant')
      return owner === undefined ? [] : [[namespace.metadata.name, owner.name] as const]
    }),
  )
}
