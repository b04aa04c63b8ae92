import type { KubeObject, UserInfo } from '@capsule-whatif/model'
import { defaultUser, impersonatedUser } from '../action/impersonated-user.ts'
import { type AskedAction, type AskOptions, ask } from '../ask.ts'
import { singleChangesThatPrevent, type TriedChange } from '../causes/prevention.ts'
import type { Answer, Effect, Refusal } from '../predict/prediction.ts'
import type { Snapshot } from '../snapshot/load-snapshot.ts'
import { type Repair, repairsIn } from './repairs.ts'

/** A question that is put together step by step and answered when its answer is wanted. Never changes: each step gives another. */
export interface WhatIf {
  /** what the cluster holds before */
  readonly objects: readonly KubeObject[]
  readonly actions: readonly AskedAction[]
  /** who takes the actions that follow; groups as for kubectl's --as-group. Default: an administrator of the cluster */
  as(user: string | UserInfo, ...groups: readonly string[]): WhatIf
  /**
   * Actions, written as for kubectl, after those that are there.
   *
   * ```ts
   * whatIf(snapshot).as('alice', 'projectcapsule.dev').when('delete namespace oil-prod')
   * ```
   */
  when(...actions: readonly string[]): WhatIf
  /** found once; throws Error where an action is not understood */
  answer(): Answer
  /** what was put back of what the actions changed */
  repairs(): readonly Repair[]
  /** single changes, tried one at a time, against an effect or a refusal of the answer */
  preventions(effect: Effect | Refusal): readonly TriedChange[]
}

/** Begins a question about a cluster: what if somebody did this? */
export function whatIf(snapshot: Pick<Snapshot, 'objects'>, options: AskOptions = {}): WhatIf {
  return question(snapshot.objects, [], defaultUser, options)
}

function question(
  objects: readonly KubeObject[],
  actions: readonly AskedAction[],
  user: UserInfo,
  options: AskOptions,
): WhatIf {
  let found: Answer | undefined
  const answer = (): Answer => {
    found ??= ask({ objects }, actions, options)
    return found
  }
  return {
    objects,
    actions,
    as: (name, ...groups) =>
      question(objects, actions, typeof name === 'string' ? impersonatedUser(name, groups) : name, options),
    when: (...more) => question(objects, [...actions, ...more.map((text) => ({ do: text, as: user }))], user, options),
    answer,
    repairs: () => repairsIn(objects, answer()),
    preventions: (effect) => singleChangesThatPrevent({ objects }, actions, effect, options),
  }
}
