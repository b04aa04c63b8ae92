import {
  allObjects,
  type ClusterModel,
  type ClusterState,
  findObject,
  isSuccess,
  type KubeObject,
  listObjects,
  listResources,
  textAt,
} from '@capsule-whatif/model'
import { perform, settle, usualPatience } from '../schedule/likely.ts'
import type { EverydayAction } from './everyday-actions.ts'

/** What came of an action under one version. */
export interface TriedAction {
  /** whether no request of it was refused */
  readonly allowed: boolean
  /** HTTP code of its last request */
  readonly code: number
  /** of a refusal */
  readonly message?: string
  /** objects that were there before and are not afterwards, as `Namespace oil-dev` */
  readonly lost: readonly string[]
  /** objects that are terminating afterwards and were not before */
  readonly held: readonly string[]
  /** whether nothing is written any more */
  readonly settled: boolean
}

/** Does an action on a quiet cluster and lets it become quiet again. */
export function tryAction(model: ClusterModel, quiet: ClusterState, action: EverydayAction): TriedAction {
  let state = quiet
  if (action.operator === 'down')
    state = perform(model, state, { type: 'process', process: 'capsule', running: false }).state
  let [code, message, allowed]: [number, string | undefined, boolean] = [0, undefined, true]
  for (const request of action.requests) {
    const run = perform(model, state, { type: 'request', as: action.user, request })
    const response = run.steps[0]?.response ?? { code: 500, body: {} }
    state = run.state
    code = response.code
    allowed &&= isSuccess(response)
    if (!isSuccess(response)) message = textAt(response.body, 'message') ?? textAt(response.body, 'text')
  }
  const after = settle(model, state, usualPatience)
  return {
    allowed,
    code,
    ...(message === undefined ? {} : { message }),
    ...lossesBetween(quiet, after.state),
    settled: after.settled,
  }
}

function lossesBetween(before: ClusterState, after: ClusterState): Pick<TriedAction, 'lost' | 'held'> {
  const [lost, held]: [string[], string[]] = [[], []]
  for (const resource of listResources(before)) {
    if (before.objects[resource] === after.objects[resource]) continue
    for (const object of listObjects(before, resource)) {
      const now = findObject(after, resource, object.metadata.namespace, object.metadata.name)
      if (now?.metadata.uid !== object.metadata.uid) lost.push(objectText(object))
      else if (now?.metadata.deletionTimestamp && !object.metadata.deletionTimestamp) held.push(objectText(object))
    }
  }
  return { lost, held }
}

/** Every object of a state, as `tried` names them. */
export function objectTexts(state: ClusterState): ReadonlySet<string> {
  return new Set(allObjects(state).map(objectText))
}

function objectText({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`
}
