import { isMaster } from '@capsule-whatif/model'
import { access } from '../access/access.ts'
import { type Parsed, parsed } from '../action/action-text.ts'

import { impersonatedUser } from '../action/impersonated-user.ts'
import { parseAction } from '../action/parse-action.ts'
import { type PredictedAction, predictFrom } from '../predict/predict.ts'
import { accessText } from '../report/access-text.ts'
import { predictionText } from '../report/prediction-text.ts'
import { presentObjects, presentState, resourcesIn, type Session } from './session.ts'
import {
  type LineResult,
  notUnderstood,
  type SessionWord,
  type Surroundings,
  said,
  type WordCall,
} from './session-word.ts'

/** Words about who acts, and what would be if somebody did. */
export const askWords: readonly SessionWord[] = [
  {
    name: 'as',
    usage: [
      ['as USER [GROUP...]', 'act as somebody else from now on'],
      ['as', 'act as at the start again'],
    ],
    takes: 'user',
    run: actAs,
  },
  {
    name: 'predict',
    usage: [['predict ACTION', 'what an action would do, in full, without doing it']],
    takes: 'action',
    run: predict,
  },
  {
    name: 'can',
    usage: [
      ['can ACTION', 'may the present user do it, by which rule, directly and through Capsule Proxy; without doing it'],
    ],
    takes: 'action',
    run: can,
  },
]

function actAs({ session, words }: WordCall): LineResult {
  const [name, ...groups] = words
  const user = name === undefined ? session.usualUser : impersonatedUser(name, groups)
  return said(
    { ...session, user },
    `Acting as ${user.user}, of ${user.groups.join(', ')}${isMaster(user) ? ': may do everything' : ''}.`,
  )
}

function predict(call: WordCall): LineResult {
  const { session, around, rest } = call
  const action = parsedAction(session, rest, around)
  if (!action.ok) return notUnderstood(session, action.error.message)
  const present = { ...session.cluster, state: presentState(session), pending: [] }
  return said(session, predictionText(predictFrom(present, [action.value], session.options.patience).answer))
}

function can({ session, around, rest }: WordCall): LineResult {
  const action = parsedAction(session, rest, around)
  if (!action.ok) return notUnderstood(session, action.error.message)
  const { capsule, operators } = session.options
  const answer = access(presentObjects(session), action.value, {
    ...(operators === undefined ? {} : { operators }),
    ...(capsule === undefined ? {} : { capsule }),
    operatorRunning: presentState(session).running.capsule,
  })
  if (answer === undefined)
    return notUnderstood(
      session,
      `can: ${rest} is no request that is known beforehand. Expected a TYPE and a NAME in it.`,
    )
  return said(session, accessText(answer))
}

/** An action as it is typed, of whoever acts in the session. */
export function parsedAction(session: Session, text: string, { readFile }: Surroundings): Parsed<PredictedAction> {
  const operators = (session.options.operators ?? []).map(({ name }) => name)
  const resources = resourcesIn(session, presentState(session))
  const action = parseAction(text, { resources, readFile, operators })
  if (!action.ok) return action
  return parsed({ text, actions: action.value.actions, user: action.value.user ?? session.user })
}
