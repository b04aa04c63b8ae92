import {
  type Exchange,
  isSuccess,
  isTerminating,
  type KubeObject,
  type Request,
  resourceKey,
  type Step,
  textAt,
  type WatchEvent,
} from '@capsule-whatif/model'

/** Every `Change`. */
export const writeChanges = ['created', 'changed', 'marked', 'removed'] as const

/** What a write does to its object. `marked`: it gets its deletionTimestamp, and waits for its finalizers. */
export type Change = (typeof writeChanges)[number]

/** An object by its names. */
export interface ObjectName {
  readonly kind: string
  readonly namespace?: string
  readonly name: string
}

export function changeOf({ type, object, oldObject }: WatchEvent): Change {
  if (type === 'added') return 'created'
  if (type === 'deleted') return 'removed'
  return isTerminating(object) && !(oldObject && isTerminating(oldObject)) ? 'marked' : 'changed'
}

export function isAbout({ object }: WatchEvent, { kind, namespace, name }: ObjectName): boolean {
  return object.kind === kind && object.metadata.name === name && object.metadata.namespace === namespace
}

export function nameOf({ kind, metadata: { namespace, name } }: KubeObject): ObjectName {
  return { kind, ...(namespace === undefined ? {} : { namespace }), name }
}

export function objectText({ kind, namespace, name }: ObjectName): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`
}

/** An object named `Kind/name` or `Kind/namespace/name`; undefined where it is named otherwise. */
export function parseObjectName(text: string): ObjectName | undefined {
  const [kind = '', first = '', second, ...more] = text.split('/')
  if (kind === '' || first === '' || second === '' || more.length > 0) return undefined
  return second === undefined ? { kind, name: first } : { kind, namespace: first, name: second }
}

const sentences: Readonly<Record<Change, (object: string) => string>> = {
  created: (object) => `created ${object}`,
  changed: (object) => `changed ${object}`,
  marked: (object) => `marked ${object} to be deleted`,
  removed: (object) => `removed ${object}`,
}

export function eventText(event: WatchEvent): string {
  return sentences[changeOf(event)](objectText(nameOf(event.object)))
}

/** The request of a step that made a write; undefined where it was written right in the storage. */
export function exchangeOf({ exchanges }: Step, event: WatchEvent): Exchange | undefined {
  const fitting = exchanges.filter(({ request, response }) => isSuccess(response) && isFor(request, event))
  const stored = fitting.find(
    ({ response }) =>
      textAt(response.body, 'metadata', 'resourceVersion') === event.object.metadata.resourceVersion &&
      event.type !== 'deleted',
  )
  const change = changeOf(event)
  const isLike = ({ verb }: Request): boolean =>
    verb.startsWith('delete') === (change === 'removed' || change === 'marked') &&
    (verb === 'create') === (change === 'created')
  return stored ?? fitting.findLast(({ request }) => isLike(request)) ?? fitting.at(-1)
}

/** Whether a request names the object of a write, or the collection that it lies in. */
function isFor(request: Request, { resource, object }: WatchEvent): boolean {
  const { namespace, name } = object.metadata
  if (resourceKey(request.group, request.resource) !== resource) return false
  if (namespace !== undefined && request.namespace !== undefined && request.namespace !== namespace) return false
  if (request.verb === 'deletecollection') return true
  const named = request.name ?? textAt(request.body, 'metadata', 'name')
  return named === undefined || named === name
}
