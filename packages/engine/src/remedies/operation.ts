import { type ClusterState, findObject, type KubeObject, listObjects, parseApiVersion } from '@capsule-whatif/model'
import type { NamedResource } from '../snapshot/named-resource.ts'
import type { Goal } from './goal.ts'
import type { RemedyCommand } from './remedy.ts'

/** What operations are made of: the goal, the cluster as it was, and what it serves. */
export interface OperationContext {
  readonly goal: Goal
  readonly start: ClusterState
  readonly resources: readonly NamedResource[]
  /** of commands that were given: each as an operation */
  readonly asked?: readonly Operation[]
}

/** Something that an administrator can do on the way. */
export interface Operation {
  readonly name: string
  readonly why: string
  /** what is sent for it in a state; nothing where there is no sense in it */
  readonly commands: (context: OperationContext, state: ClusterState) => readonly RemedyCommand[]
  /** what takes it back, from the state before it */
  readonly undo: (context: OperationContext, before: ClusterState) => readonly RemedyCommand[]
  /** what a person must do to take it back, where commands alone do not */
  readonly undoByHand?: (context: OperationContext) => string | undefined
}

/** `tenant oil` or `configmap settings -n oil-dev`, as kubectl names an object. */
export function placeText({ resources }: OperationContext, { apiVersion, kind, metadata }: KubeObject): string {
  const { group } = parseApiVersion(apiVersion)
  const resource = resources.find((each) => each.group === group && each.kind === kind)?.resource ?? kind.toLowerCase()
  const type = group === '' ? resource : `${resource}.${group}`
  return `${type} ${metadata.name}${metadata.namespace === undefined ? '' : ` -n ${metadata.namespace}`}`
}

/** The object of now in the place of one that was. */
export function presentOf(
  { resources }: OperationContext,
  state: ClusterState,
  { apiVersion, kind, metadata }: KubeObject,
): KubeObject | undefined {
  const { group } = parseApiVersion(apiVersion)
  const resource = resources.find((each) => each.group === group && each.kind === kind)?.resource ?? ''
  return findObject(state, `${group}/${resource}`, metadata.namespace, metadata.name)
}

/** Whether a definition still serves objects of that kind. */
export function isServed(state: ClusterState, { apiVersion, kind }: KubeObject): boolean {
  const { group } = parseApiVersion(apiVersion)
  return listObjects(state, 'apiextensions.k8s.io/customresourcedefinitions').some(
    ({ spec }) =>
      (spec as { readonly group?: string }).group === group &&
      (spec as { readonly names?: { readonly kind?: string } }).names?.kind === kind,
  )
}

/** The file that holds the manifest of an object. */
export function fileOf({ kind, metadata: { namespace, name } }: KubeObject): string {
  return `$dir/${[kind.toLowerCase(), ...(namespace === undefined ? [] : [namespace]), name].join('-')}.json`
}

/** An object as one writes it, without what the server and controllers gave it. */
export function manifestOf(object: KubeObject): string {
  const { apiVersion, kind, metadata, status: _, ...rest } = object as KubeObject & { readonly status?: unknown }
  const { name, namespace, labels, annotations } = metadata
  const kept = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
  }
  return JSON.stringify({ apiVersion, kind, metadata: kept, ...rest })
}

/** Makes an object again from its manifest, where nothing is in its place. */
export function createdAgain(context: OperationContext, object: KubeObject): RemedyCommand {
  return { text: `create -f "${fileOf(object)}"`, ifAbsent: placeText(context, object) }
}
