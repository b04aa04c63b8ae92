import { type ClusterState, findObject, type Json, type JsonObject, listAt, textAt } from '@capsule-whatif/model'
import { defaultUser } from '../action/impersonated-user.ts'
import type { Operation } from './operation.ts'
import type { RemedyCommand } from './remedy.ts'

const become: Operation = {
  name: 'become an administrator of the operator',
  why: 'its webhooks let administrators do what they refuse to others, so it can go on running',
  commands: ({ goal }, state) => {
    const present = administratorsOf(state)
    if (present === undefined || !goal.keepsOperator || !state.running.capsule || present.some(isMe)) return []
    return [patchTo([...present, { kind: 'User', name: defaultUser.user }])]
  },
  undo: (_, before) => [patchTo(administratorsOf(before) ?? [])],
}

const leave: Operation = {
  name: 'leave the administrators of the operator again',
  why: 'nobody keeps a right that was only needed for this',
  commands: ({ start }, state) => {
    const before = administratorsOf(start) ?? []
    const isNew = administratorsOf(state)?.some(isMe) && !before.some(isMe)
    return isNew ? [patchTo(before)] : []
  },
  undo: (_, before) => [patchTo(administratorsOf(before) ?? [])],
}

/** Operations on who counts as an administrator of the operator. [capsule-core.md N5] */
export const administratorOperations: readonly Operation[] = [leave, become]

/** Undefined where there is no configuration. */
function administratorsOf(state: ClusterState): readonly Json[] | undefined {
  const configuration = findObject(state, 'capsule.clastix.io/capsuleconfigurations', undefined, 'default')
  return configuration && listAt(configuration, 'spec', 'administrators')
}

function isMe(administrator: Json): boolean {
  return textAt(administrator, 'name') === defaultUser.user
}

function patchTo(administrators: readonly (Json | JsonObject)[]): RemedyCommand {
  const list = administrators.length === 0 ? null : administrators
  const body = JSON.stringify({ spec: { administrators: list } })
  const mine = body.replaceAll(`"name":"${defaultUser.user}"`, `"name":"'"$me"'"`)
  return { text: `patch capsuleconfiguration default --type merge -p '${mine}'` }
}
