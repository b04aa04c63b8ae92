import type { KubeObject, UserInfo } from '@capsule-whatif/model'
import { defaultUser, impersonatedUser } from '../action/impersonated-user.ts'
import { type AskedAction, type Asking, type AskOptions, ask, parsedActions } from '../ask.ts'
import { singleChangesThatPrevent, type TriedChange } from '../causes/prevention.ts'
import type { Answer, Effect, Refusal } from '../predict/prediction.ts'
import { remediesOfActions } from '../remedies/findings/of-actions.ts'
import { operatorsOf, type PlayedSnapshot } from '../snapshot/load-snapshot.ts'
import { type AnswerOverOrders, askOverOrders, type OrderOptions } from './ask-over-orders.ts'
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
  /** over all orders of what controllers do, not along the likely one alone; actions after the first come at any moment */
  inAllOrders(orders?: OrderOptions): WhatIf
  /** found once; throws Error where an action is not understood */
  answer(): Answer | AnswerOverOrders
  /** what was put back of what the actions changed */
  repairs(): readonly Repair[]
  /** single changes, tried one at a time, against an effect or a refusal of the answer */
  preventions(effect: Effect | Refusal): readonly TriedChange[]
  /**
   * The command that looks for a safe way of doing the same, with `FILE` for the snapshot; undefined where nothing more is lost,
   * refused or stuck than was asked for.
   */
  safeWay(): string | undefined
}

/** Begins a question about a cluster: what if somebody did this? */
export function whatIf(snapshot: PlayedSnapshot, options: AskOptions = {}): WhatIf {
  const all = { ...operatorsOf(snapshot), ...options }
  return question({ objects: snapshot.objects, actions: [], user: defaultUser, options: all, asking: ask })
}

interface Parts {
  readonly objects: readonly KubeObject[]
  readonly actions: readonly AskedAction[]
  readonly user: UserInfo
  readonly options: AskOptions
  readonly asking: Asking
}

function question(parts: Parts): WhatIf {
  const { objects, actions, user, options, asking } = parts
  let found: Answer | undefined
  const answer = (): Answer => {
    found ??= asking({ objects }, actions, options)
    return found
  }
  return {
    objects,
    actions,
    as: (name, ...groups) =>
      question({ ...parts, user: typeof name === 'string' ? impersonatedUser(name, groups) : name }),
    when: (...more) => question({ ...parts, actions: [...actions, ...more.map((text) => ({ do: text, as: user }))] }),
    inAllOrders: (orders = {}) =>
      question({ ...parts, asking: (...asked) => askOverOrders(asked[0], asked[1], asked[2], orders) }),
    answer,
    repairs: () => repairsIn(objects, answer()),
    safeWay: () => safeWayOf(parts, answer()),
    preventions: (effect) => singleChangesThatPrevent({ objects }, actions, effect, options, asking),
  }
}

function safeWayOf({ objects, actions, options }: Parts, answer: Answer): string | undefined {
  const { effects, instead, refusals, settled } = answer
  const came = { effects: [...effects, ...instead], isRefused: refusals.length > 0, isRestless: !settled }
  return remediesOfActions(parsedActions({ objects }, actions, options), came, options)[0]?.command
}
