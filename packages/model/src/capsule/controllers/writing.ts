import { objectOf, type Reconcile, requestFor, send } from '../../controllers/controller.ts'
import type { Json } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import type { PatchType, Request, Response } from '../../request/request.ts'
import { type Failure, failureOf, isConflict } from './failure.ts'
import { apiVersionOf, type Kind } from './kinds.ts'
import { cached, get } from './reading.ts'
import { sameObject } from './same-object.ts'

/** How a write went: the object as it is then, or why not. */
export interface Written {
  readonly object?: KubeObject
  readonly failure?: Failure
}

/** The place of an object. */
export interface Place {
  readonly namespace?: string | undefined
  readonly name: string
}

export function placeIn(namespace: string | undefined, name: string): Place {
  return { namespace, name }
}

function requestAt(kind: Kind, place: Place): Omit<Request, 'verb'> {
  const request = { ...requestFor(kind.group, kind.version, kind.resource), kind: kind.kind, name: place.name }
  return place.namespace === undefined ? request : { ...request, namespace: place.namespace }
}

function written(response: Response): Written {
  const object = objectOf(response)
  return object ? { object } : { failure: failureOf(response) }
}

function* create(kind: Kind, object: KubeObject): Reconcile<Written> {
  return written(yield* send({ ...requestAt(kind, object.metadata), verb: 'create', body: object }))
}

/** Replaces an object by what was read and changed; its resourceVersion makes the write conditional. */
export function* update(kind: Kind, object: KubeObject): Reconcile<Written> {
  return written(yield* send({ ...requestAt(kind, object.metadata), verb: 'update', body: object }))
}

export function* updateStatus(kind: Kind, object: KubeObject): Reconcile<Written> {
  const request: Request = { ...requestAt(kind, object.metadata), verb: 'update', subresource: 'status', body: object }
  return written(yield* send(request))
}

export interface PatchOptions {
  readonly patchType?: PatchType
  readonly subresource?: string
  readonly query?: Readonly<Record<string, string>>
}

/** A patch, JSON merge unless said otherwise, without resourceVersion. */
export function* patch(kind: Kind, place: Place, body: Json, options: PatchOptions = {}): Reconcile<Written> {
  return written(yield* send({ ...requestAt(kind, place), verb: 'patch', patchType: 'merge', body, ...options }))
}

export function* remove(
  kind: Kind,
  place: Place,
  query?: Readonly<Record<string, string>>,
): Reconcile<Failure | undefined> {
  const request: Request = { ...requestAt(kind, place), verb: 'delete' }
  return refusalOf(yield* send(query ? { ...request, query } : request))
}

/** Deletes all objects of a Kind in a namespace that a label selector selects. */
export function* deleteCollection(
  kind: Kind,
  namespace: string,
  labelSelector: string,
): Reconcile<Failure | undefined> {
  const request: Request = {
    ...requestFor(kind.group, kind.version, kind.resource),
    kind: kind.kind,
    verb: 'deletecollection',
    namespace,
    query: { labelSelector },
  }
  return refusalOf(yield* send(request))
}

function refusalOf(response: Response): Failure | undefined {
  return response.code < 400 ? undefined : failureOf(response)
}

/** What a CreateOrUpdate wants an object to be, or why it cannot say. */
export type Desire = (object: KubeObject) => KubeObject | { readonly failure: Failure }

/**
 * Gets an object from the cache, and creates it if it is missing, or updates it if it is not as desired.
 * On failure `object` still tells what was desired. [controllerutil.go:CreateOrUpdate]
 */
export function* createOrUpdate(kind: Kind, place: Place, desire: Desire): Reconcile<Written> {
  const existing = yield* cached(get(kind, place.namespace, place.name))
  const desired = desire(existing ?? blank(kind, place))
  if (isFailure(desired)) return existing ? { object: existing, failure: desired.failure } : desired
  if (existing && sameObject(existing, desired)) return { object: desired }
  const answer = yield* existing ? update(kind, desired) : create(kind, desired)
  return answer.failure ? { object: desired, failure: answer.failure } : answer
}

function isFailure(desired: KubeObject | { readonly failure: Failure }): desired is { readonly failure: Failure } {
  return !('metadata' in desired)
}

function blank(kind: Kind, place: Place): KubeObject {
  const metadata =
    place.namespace === undefined ? { name: place.name } : { name: place.name, namespace: place.namespace }
  return { apiVersion: apiVersionOf(kind), kind: kind.kind, metadata }
}

/** client-go's DefaultBackoff tries four times. */
const conflictTriesMax = 4

/** Tries again while the answer is a conflict. [client-go retry.RetryOnConflict with DefaultBackoff] */
export function* retryOnConflict(attempt: () => Reconcile<Written>): Reconcile<Written> {
  let answer = yield* attempt()
  for (let tries = 1; tries < conflictTriesMax && answer.failure && isConflict(answer.failure); tries++)
    answer = yield* attempt()
  return answer
}
