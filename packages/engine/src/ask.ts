import { builtinResources, type UserInfo } from '@capsule-whatif/model'
import { defaultUser } from './action/impersonated-user.ts'
import { parseAction } from './action/parse-action.ts'
import { type PredictedAction, type PredictOptions, predict } from './predict/predict.ts'
import type { Answer } from './predict/prediction.ts'
import { operatorsOf, type PlayedSnapshot } from './snapshot/load-snapshot.ts'
import { definedResources } from './snapshot/named-resource.ts'
import { thrownError } from './thrown-error.ts'

/** An action as text, and who takes it. */
export interface AskedAction {
  /** written as for kubectl: `delete crd tenants.capsule.clastix.io` */
  readonly do: string
  /** default: kubernetes-admin, of system:masters */
  readonly as?: UserInfo
}

/** How a cluster is started, and where files that actions name are read. Times are virtual milliseconds. */
export interface AskOptions extends PredictOptions {
  /** the text of a file that an action names with -f; undefined where there is none. Default: there are no files */
  readonly readFile?: (file: string) => string | undefined
}

/** How a question is answered: `ask` is one such way. */
export type Asking = (
  snapshot: PlayedSnapshot,
  actions: readonly (string | AskedAction)[],
  options?: AskOptions,
) => Answer

/**
 * What happens to the cluster of a snapshot when actions are taken, written as for kubectl, one after the other.
 *
 * @throws Error named `ActionNotUnderstood` where an action is not understood, with what was expected
 */
export function ask(
  snapshot: PlayedSnapshot,
  actions: readonly (string | AskedAction)[],
  options: AskOptions = {},
): Answer {
  const all = { ...operatorsOf(snapshot), ...options }
  return predict(snapshot.objects, parsedActions(snapshot, actions, all), all)
}

/** @throws Error named `ActionNotUnderstood` where an action is not understood, with what was expected */
export function parsedActions(
  { objects, operators: own }: PlayedSnapshot,
  actions: readonly (string | AskedAction)[],
  { readFile = () => undefined, operators = own ?? [] }: AskOptions = {},
): readonly PredictedAction[] {
  const resources = [...builtinResources, ...definedResources(objects)]
  return actions.map((action) => {
    const { do: text, as = defaultUser } = typeof action === 'string' ? { do: action } : action
    const result = parseAction(text, { resources, readFile, operators: operators.map(({ name }) => name) })
    if (!result.ok) throw thrownError('ActionNotUnderstood', `${text}: ${result.error.message}`)
    return { text, actions: result.value.actions, user: result.value.user ?? as }
  })
}
