import { stateFromObjects } from '../../src/apiserver/state-from-objects.ts'
import { controlPlane } from '../../src/assemble.ts'
import { type JsonObject, listAt, objectAt, textAt } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import type { Request, Response, UserInfo } from '../../src/request/request.ts'
import type { ClusterState } from '../../src/state/cluster-state.ts'
import { nextItem } from '../../src/step/work-queue.ts'
import { baselineOf } from './recorded.ts'

const model = controlPlane()
export const admin: UserInfo = { user: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] }
const clock = Date.parse('2026-11-21T12:00:00Z')

/** A cluster that is asked and then left alone until nothing happens for ten seconds. */
export interface World {
  state: ClusterState
}

/** The recorded cluster, and namespaces with the label `team: a` in it. */
export function world(...namespaces: readonly string[]): World {
  const { state } = stateFromObjects([...baselineOf({ baseline: 'baseline.json' })], clock)
  const made: World = { state: settled(model.start(state)) }
  for (const name of namespaces)
    ask(made, {
      verb: 'create',
      ...core('namespaces', 'Namespace'),
      body: object('v1', 'Namespace', name, undefined, { metadata: { labels: { team: 'a' } } }),
    })
  return made
}

type Type = Pick<Request, 'group' | 'version' | 'resource' | 'kind'>

export function core(resource: string, kind: string): Type {
  return { group: '', version: 'v1', resource, kind }
}

export function capsule(resource: string, kind: string): Type {
  return { group: 'capsule.clastix.io', version: 'v1beta2', resource, kind }
}

function settled(from: ClusterState): ClusterState {
  let state = from
  let last = state.clock
  for (let item = nextItem(state); item && item.dueAt < last + 10_000; item = nextItem(state)) {
    const step = model.apply(state, { type: 'work', controller: item.controller, key: item.key })
    state = step.state
    if (step.events.length > 0) last = step.at
  }
  return state
}

export function ask(to: World, request: Request, as: UserInfo = admin): Response {
  const step = model.apply(to.state, { type: 'request', as, request })
  to.state = settled(step.state)
  if (!step.response) throw new Error('no response')
  return step.response
}

/** The same without leaving time to anybody. */
export function askAtOnce(to: World, request: Request, as: UserInfo = admin): Response {
  const step = model.apply(to.state, { type: 'request', as, request })
  to.state = step.state
  if (!step.response) throw new Error('no response')
  return step.response
}

export function object(
  apiVersion: string,
  kind: string,
  name: string,
  namespace: string | undefined,
  rest: JsonObject,
): KubeObject {
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }), ...objectAt(rest.metadata) }
  return { apiVersion, kind, ...rest, metadata }
}

/** The conditions of an object, each as `Type=Status Reason`. */
export function conditions(of: KubeObject | undefined): readonly string[] {
  return listAt(of, 'status', 'conditions').map(
    (condition) => `${textAt(condition, 'type')}=${textAt(condition, 'status')} ${textAt(condition, 'reason')}`,
  )
}
