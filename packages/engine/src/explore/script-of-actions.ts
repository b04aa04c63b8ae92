import {
  type Action,
  type ClusterModel,
  type ClusterState,
  findObject,
  listAt,
  type Request,
  resourceKey,
  textAt,
  type UserInfo,
} from '@capsule-whatif/model'
import type { ActionText } from '../action/action-text.ts'
import type { PredictedAction } from '../predict/predict.ts'
import { applyRequest, processActions } from '../predict/sent-requests.ts'
import type { Moment, ScriptStep } from '../schedule/explore/script.ts'

/** The requests of one step of a script: which of the actions asked about it is. */
export interface ActionScript {
  readonly script: readonly ScriptStep[]
  /** index of the action that each step belongs to */
  readonly actionOf: readonly number[]
}

/**
 * Actions as steps of a script: the first at once, those after it when they may be done. Each is sent whole before anything
 * else happens; what kubectl decides by looking, it decides by what is there at that moment.
 */
export function scriptOfActions(model: ClusterModel, actions: readonly PredictedAction[], when: Moment): ActionScript {
  const script: ScriptStep[] = []
  const actionOf: number[] = []
  let afterMs = 0
  for (const [index, { actions: texts, user }] of actions.entries()) {
    for (const text of texts) {
      if (text.type === 'wait') {
        afterMs += text.milliseconds
        continue
      }
      script.push({
        actions: placeholders(text, user),
        when: script.length === 0 ? 'promptly' : when,
        ...(afterMs > 0 ? { afterMs } : {}),
        prepare: (_, state) => sent(model, state, text, user),
      })
      actionOf.push(index)
      afterMs = 0
    }
  }
  return { script, actionOf }
}

/** What tells that an action sends requests, before it is known which. */
function placeholders(text: ActionText, user: UserInfo): readonly Action[] {
  const process = processActions(text)
  if (process.length > 0) return process
  return text.type === 'request' || text.type === 'deleteListed'
    ? [{ type: 'request', as: user, request: text.request }]
    : []
}

function sent(model: ClusterModel, state: ClusterState, text: ActionText, user: UserInfo): readonly Action[] {
  const asked = (request: Request): Action => ({ type: 'request', as: user, request })
  if (text.type === 'apply') return [asked(applyRequest(state, text))]
  if (text.type === 'deleteListed') return deletions(model, state, text, user).map(asked)
  if (text.type !== 'request') return processActions(text)
  return text.unlessSet && isSet(state, text) ? [] : [asked(text.request)]
}

function deletions(
  model: ClusterModel,
  state: ClusterState,
  { list, request }: Extract<ActionText, { type: 'deleteListed' }>,
  user: UserInfo,
): readonly Request[] {
  const { response } = model.apply(state, { type: 'request', as: user, request: list })
  return listAt(response?.body, 'items').map((item) => {
    const namespace = textAt(item, 'metadata', 'namespace')
    const name = textAt(item, 'metadata', 'name') ?? ''
    return { ...request, name, ...(namespace === undefined ? {} : { namespace }) }
  })
}

/** Whether kubectl would refuse to change a label or annotation that has another value. */
function isSet(state: ClusterState, { request, unlessSet }: Extract<ActionText, { type: 'request' }>): boolean {
  const namespace = request.resource === 'namespaces' ? '' : request.namespace
  const object = findObject(state, resourceKey(request.group, request.resource), namespace, request.name ?? '')
  const present = object && unlessSet ? (object.metadata[unlessSet.field] ?? {}) : {}
  return Object.entries(unlessSet?.values ?? {}).some(
    ([key, value]) => present[key] !== undefined && present[key] !== value,
  )
}
