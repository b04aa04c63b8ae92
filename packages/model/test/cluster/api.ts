import { stateFromObjects } from '../../src/apiserver/state-from-objects.ts'
import { controlPlane } from '../../src/assemble.ts'
import type { Json, JsonObject } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import type { PatchType, Request, Response, UserInfo } from '../../src/request/request.ts'
import type { ClusterState } from '../../src/state/cluster-state.ts'
import { findObject } from '../../src/state/store.ts'
import type { WatchEvent } from '../../src/state/watch-event.ts'
import type { ClusterModel } from '../../src/step/cluster-model.ts'
import { type Kind, namespace, placeOf, team } from './objects.ts'

export const start: number = Date.parse('2026-01-02T00:00:00Z')
export const admin: UserInfo = { user: 'admin', groups: ['system:masters', 'system:authenticated'] }

type Query = Readonly<Record<string, string>>

/** An API server with nobody behind it: requests are answered, no controller runs. */
export interface Api {
  state: ClusterState
  /** what the last request wrote */
  events: readonly WatchEvent[]
  /** who sends what follows */
  user: UserInfo
  send(request: Request): Response
  create(object: KubeObject, query?: Query): Response
  get(kind: Kind, name: string): Response
  list(kind: Kind, query?: Query): Response
  update(object: KubeObject, more?: Partial<Request>): Response
  patch(kind: Kind, name: string, patchType: PatchType, body: Json, more?: Partial<Request>): Response
  delete(kind: Kind, name: string, options?: JsonObject, query?: Query): Response
  deleteCollection(kind: Kind, query?: Query, options?: JsonObject): Response
  /** what etcd holds */
  stored(kind: Kind, name: string): KubeObject | undefined
}

export const model: ClusterModel = controlPlane()

/** With the namespace of these tests, and these objects as they are. */
export function api(...objects: readonly KubeObject[]): Api {
  const all = [namespace('default'), namespace(team), ...objects]
  const { state } = stateFromObjects(all, start)
  const running = { 'kube-apiserver': false, 'kube-controller-manager': false, capsule: false }
  const server: Api = {
    state: { ...state, running },
    events: [],
    user: admin,
    send(request) {
      const step = model.apply(server.state, { type: 'request', as: server.user, request })
      server.state = step.state
      server.events = step.events
      if (!step.response) throw new Error('a request has an answer')
      return step.response
    },
    create(body, query = {}) {
      const { kind, metadata } = body
      return server.send({ ...placeOf(kind as Kind, undefined, metadata.namespace), verb: 'create', query, body })
    },
    get: (kind, name) => server.send({ ...placeOf(kind, name), verb: 'get' }),
    list: (kind, query = {}) => server.send({ ...placeOf(kind), verb: 'list', query }),
    update: (body, more = {}) =>
      server.send({ ...placeOf(body.kind as Kind, body.metadata.name), verb: 'update', body, ...more }),
    patch: (kind, name, patchType, body, more = {}) =>
      server.send({ ...placeOf(kind, name), verb: 'patch', patchType, body, ...more }),
    delete: (kind, name, body = {}, query = {}) => server.send({ ...placeOf(kind, name), verb: 'delete', query, body }),
    deleteCollection: (kind, query = {}, body = {}) =>
      server.send({ ...placeOf(kind), verb: 'deletecollection', query, body }),
    stored(kind, name) {
      const { group, resource, namespace: scope } = placeOf(kind, name)
      return findObject(server.state, `${group}/${resource}`, scope, name)
    },
  }
  return server
}

export function messageOf(response: Response): string {
  return String(response.body.message)
}

/** The object of an answer. */
export function objectOf(response: Response): KubeObject {
  if (response.code >= 400) throw new Error(`refused: ${messageOf(response)}`)
  return response.body as KubeObject
}

/** Names in the order of a list. */
export function namesOf(response: Response): readonly string[] {
  return (response.body.items as unknown as readonly KubeObject[]).map((item) => item.metadata.name)
}
