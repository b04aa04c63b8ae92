import { type AskedAction, type AskOptions, ask, parsedActions } from '../ask.ts'
import type { ExplorationAnswer, ExploredEffect } from '../explore/exploration-answer.ts'
import { type ExploreSnapshotOptions, exploreSnapshot } from '../explore/explore-snapshot.ts'
import { effectKey } from '../explore/outcome-classes.ts'
import type { Answer, Effect, Refusal } from '../predict/prediction.ts'
import type { PlayedSnapshot } from '../snapshot/load-snapshot.ts'

/** Which orders are looked at: moments of the actions after the first, disturbances, limits. */
export type OrderOptions = Omit<
  ExploreSnapshotOptions,
  'capsule' | 'operators' | 'operatorRunning' | 'properties' | 'effects' | 'now' | 'check'
>

/** An answer over all orders: its effects and refusals come whatever the order, those in `instead` and `maybeRefused` in some. */
export interface AnswerOverOrders extends Answer {
  /** `some`: not all were looked at, so that nothing is certain but what may be */
  readonly orders: 'all' | 'some'
  readonly maybeRefused: readonly Refusal[]
}

/** As `ask`, over all orders of what controllers do. @throws Error named `ActionNotUnderstood` where an action is not understood */
export function askOverOrders(
  snapshot: PlayedSnapshot,
  actions: readonly (string | AskedAction)[],
  options: AskOptions = {},
  orders: OrderOptions = {},
): AnswerOverOrders {
  const likely = ask(snapshot, actions, options)
  const { capsule, operators = snapshot.operators, operatorRunning } = options
  const { answer } = exploreSnapshot(snapshot.objects, parsedActions(snapshot, actions, options), {
    ...orders,
    ...(capsule === undefined ? {} : { capsule }),
    ...(operators === undefined ? {} : { operators }),
    ...(operatorRunning === undefined ? {} : { operatorRunning }),
  })
  const withCauses = ({ effect, window }: ExploredEffect): Effect => ({
    ...effect,
    causes: causesOf(effect, window, likely),
  })
  const everywhere = ({ outcomes }: ExploredEffect): boolean => outcomes.length === answer.outcomes.length
  const refused = refusalsOf(answer, likely)
  return {
    ...likely,
    effects: answer.effects.filter(everywhere).map(withCauses),
    instead: answer.effects.filter((each) => !everywhere(each)).map(withCauses),
    refusals: refused.filter(({ outcomes }) => outcomes === answer.outcomes.length).map(({ refusal }) => refusal),
    maybeRefused: refused.filter(({ outcomes }) => outcomes < answer.outcomes.length).map(({ refusal }) => refusal),
    findings: [...likely.findings, ...answer.summary.leftOut.map((left) => `Not looked at: ${left}.`)],
    settled: answer.outcomes.every(({ kind }) => kind === 'at rest'),
    orders: answer.summary.complete ? 'all' : 'some',
  }
}

/** Through whom it comes along the likely order; else which of two steps must come first. */
function causesOf(effect: Effect, window: ExploredEffect['window'], { effects, instead }: Answer): readonly string[] {
  const known = [...effects, ...instead].find((each) => effectKey(each) === effectKey(effect))
  if (!window) return known?.causes ?? []
  const race = `${window.having.text} before ${window.lacking.text}`
  return [race, ...(known?.causes ?? [])]
}

interface CountedRefusal {
  readonly refusal: Refusal
  /** in how many outcomes */
  readonly outcomes: number
}

/** What is refused in any outcome, in the words of the likely order where it is refused there too. */
function refusalsOf({ outcomes, actions }: ExplorationAnswer, likely: Answer): readonly CountedRefusal[] {
  const counted = new Map<string, CountedRefusal>()
  for (const { answers } of outcomes) {
    for (const { action, code, message = '' } of answers.filter((each) => each.code >= 400)) {
      const key = `${action} ${code} ${message}`
      const known = likely.refusals.find((each) => each.action === action && each.message === message)
      const [user = '', request = ''] = (actions[action - 1] ?? '').split(': ')
      const refusal = known ?? { action, user, request, code, reason: '', message }
      counted.set(key, { refusal, outcomes: (counted.get(key)?.outcomes ?? 0) + 1 })
    }
  }
  return [...counted.values()]
}
