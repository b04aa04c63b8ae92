import { findKind } from '../../../apiserver/discovery.ts'
import { type Reconcile, requestFor, send } from '../../../controllers/controller.ts'
import { goQuote } from '../../../object/go-format.ts'
import { formatApiVersion, parseApiVersion } from '../../../object/gvk.ts'
import { type Json, listAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { ResourceType } from '../../../object/resource-type.ts'
import { isSuccess, type Request, type Response, type UserInfo } from '../../../request/request.ts'
import { type Failure, failureOf } from '../failure.ts'
import { live } from '../reading.ts'
import type { Written } from '../writing.ts'

/** An apiVersion and a Kind of it. */
export interface GroupVersionKind {
  readonly apiVersion: string
  readonly kind: string
}

/** The resource that serves a Kind, or that none does. [apimachinery meta.NoKindMatchError] */
export type Mapping = { readonly type: ResourceType; readonly failure?: undefined } | { readonly failure: Failure }

/** [client-go restmapper] */
export function* mappingOf({ apiVersion, kind }: GroupVersionKind): Reconcile<Mapping> {
  const { group, version } = parseApiVersion(apiVersion)
  const type = yield* live((state) => findKind(state, group, version, kind))
  if (type) return { type }
  return { failure: { message: `no matches for kind ${goQuote(kind)} in version ${goQuote(apiVersion)}` } }
}

/** Requests for objects of any Kind, sent as somebody and answered past the operator's cache. */
export interface ImpersonatedClient {
  get(object: KubeObject): Reconcile<Written>
  list(type: ResourceType, namespace: string, labelSelector: string): Reconcile<Listed>
  remove(object: KubeObject): Reconcile<Failure | undefined>
  /** server-side apply */
  apply(object: KubeObject, fieldOwner: string, force: boolean): Reconcile<Written>
  jsonPatch(object: KubeObject, operations: Json, fieldOwner: string): Reconcile<Written>
}

export interface Listed {
  readonly objects?: readonly KubeObject[]
  readonly failure?: Failure
}

/** [client-go rest/request.go] */
const withoutNamespace: Failure = { message: 'an empty namespace may not be set when a resource name is provided' }

type Wanted = Pick<Request, 'verb'> & Partial<Request>

export function impersonatedClient(user: UserInfo): ImpersonatedClient {
  function* ask(object: KubeObject, wanted: Wanted): Reconcile<Response | Failure> {
    const mapping = yield* mappingOf(object)
    if (mapping.failure) return mapping.failure
    if (mapping.type.namespaced && !object.metadata.namespace) return withoutNamespace
    return yield* send({ ...requestAt(mapping.type, object), ...wanted }, user)
  }
  function* write(object: KubeObject, wanted: Wanted): Reconcile<Written> {
    const answer = yield* ask(object, wanted)
    if (!isResponse(answer)) return { failure: answer }
    return isSuccess(answer) ? { object: answer.body as KubeObject } : { failure: failureOf(answer) }
  }
  return {
    get: (object) => write(object, { verb: 'get' }),
    *list(type, namespace, labelSelector) {
      const query = labelSelector === '' ? {} : { query: { labelSelector } }
      const place = namespace === '' || !type.namespaced ? {} : { namespace }
      const answer = yield* send({ ...requestOf(type), ...place, ...query, verb: 'list' }, user)
      return isSuccess(answer) ? { objects: itemsOf(answer, type) } : { failure: failureOf(answer) }
    },
    *remove(object) {
      const answer = yield* ask(object, { verb: 'delete' })
      if (!isResponse(answer)) return answer
      return isSuccess(answer) ? undefined : failureOf(answer)
    },
    apply(object, fieldOwner, force) {
      const query = { fieldManager: fieldOwner, ...(force ? { force: 'true' } : {}) }
      return write(object, { verb: 'patch', patchType: 'apply', body: object, query })
    },
    jsonPatch(object, operations, fieldOwner) {
      return write(object, { verb: 'patch', patchType: 'json', body: operations, query: { fieldManager: fieldOwner } })
    },
  }
}

function isResponse(answer: Response | Failure): answer is Response {
  return 'code' in answer
}

function requestOf(type: ResourceType): Omit<Request, 'verb'> {
  return { ...requestFor(type.group, type.version, type.resource), kind: type.kind }
}

function requestAt(type: ResourceType, { metadata }: KubeObject): Omit<Request, 'verb'> {
  const named = { ...requestOf(type), name: metadata.name }
  return type.namespaced ? { ...named, namespace: metadata.namespace ?? '' } : named
}

/** The items of a list with the apiVersion and kind that they are printed without. */
function itemsOf(answer: Response, type: ResourceType): readonly KubeObject[] {
  const { group, version, kind } = type
  const items = listAt(answer.body, 'items') as readonly KubeObject[]
  return items.map((item) => ({ ...item, apiVersion: formatApiVersion(group, version), kind }))
}
