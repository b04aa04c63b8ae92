import { type KubeObject, listAt, type UserInfo } from '@capsule-whatif/model'
import { defaultUser } from '../action/impersonated-user.ts'
import type { AskedAction } from '../ask.ts'
import { operatorChange } from './operator-change.ts'
import type { SingleChange } from './single-change.ts'

/** Who else could ask, and what of Capsule could stand in the way. */
export function changesAgainstRefusal(
  objects: readonly KubeObject[],
  actions: readonly AskedAction[],
  isOperatorRunning: boolean,
): readonly SingleChange[] {
  const operator = operatorChange(actions, isOperatorRunning)
  return [
    ...(operator.end === undefined ? [operator] : []),
    ...objects.filter(({ kind }) => kind === 'Tenant').flatMap(loosened),
    ...groupsOfCapsule(objects)
      .filter((group) => actions.some(({ as }) => !as?.groups?.includes(group)))
      .map((group) => asked(actions, `${group} among the user's groups`, (user) => withGroup(user, group))),
    asked(actions, `${defaultUser.user} asking`, () => defaultUser),
  ]
}

function loosened({ metadata: { name }, spec }: KubeObject): readonly SingleChange[] {
  const { preventDeletion, cordoned } = (spec ?? {}) as {
    readonly preventDeletion?: unknown
    readonly cordoned?: unknown
  }
  const patch = (field: string): readonly string[] => [
    `patch tenant ${name} --type merge -p '{"spec":{"${field}":false}}'`,
  ]
  return [
    ...(preventDeletion === true
      ? [{ change: `no preventDeletion on Tenant ${name}`, before: patch('preventDeletion') }]
      : []),
    ...(cordoned === true ? [{ change: `Tenant ${name} not cordoned`, before: patch('cordoned') }] : []),
  ]
}

function groupsOfCapsule(objects: readonly KubeObject[]): readonly string[] {
  const configuration = objects.find(({ kind }) => kind === 'CapsuleConfiguration')
  const named = [
    ...listAt(configuration, 'spec', 'userGroups'),
    ...listAt(configuration, 'spec', 'users').flatMap((each) => {
      const { kind, name } = each as { readonly kind?: unknown; readonly name?: unknown }
      return kind === 'Group' ? [name] : []
    }),
  ]
  return [...new Set(named.filter((name) => typeof name === 'string'))]
}

function asked(actions: readonly AskedAction[], change: string, asWhom: (user: UserInfo) => UserInfo): SingleChange {
  return { change, before: [], instead: actions.map((action) => ({ ...action, as: asWhom(action.as ?? defaultUser) })) }
}

function withGroup(user: UserInfo, group: string): UserInfo {
  return { ...user, groups: [...(user.groups ?? []), group] }
}
