import { defaultUser } from '../../action/impersonated-user.ts'
import type { Effect, Outcome } from '../../predict/prediction.ts'
import { elapsedMs, momentText, type Session, type SessionMoment } from '../../session/session.ts'
import { counted, rankOfKind } from '../kind-words.ts'
import { groupBy, outcomeOrder, outcomeWords } from '../prediction-text.ts'
import { verdictText } from './short-answer-text.ts'

/** Everything that was tried, a line each: number, where it branched off, what was typed and what came of it. */
export function logText(session: Session): string {
  return session.moments.map((moment) => `${lineOf(session, moment)}\n`).join('')
}

function lineOf(session: Session, moment: SessionMoment): string {
  const { number, from } = moment
  const { at } = session
  const mark = at.moment === number ? '*' : ' '
  const follows = number === 0 || (from.step === undefined && from.moment === number - 1)
  const branch = follows ? '' : `(from ${momentText(from)}) `
  const where = at.moment === number && at.step !== undefined ? `, you are at ${momentText(at)}` : ''
  return `${mark}${String(number).padStart(3)}  ${branch}${momentLine(session, moment)}${where}`
}

/** What was done, what it came to, and when the cluster was quiet after it. */
export function momentLine(session: Session, { number, text, user, answer }: SessionMoment): string {
  if (number === 0) return 'the start: the snapshot, once it is quiet'
  const outcomes = outcomeOrder.map((outcome) => outcomeText(outcome, answer.effects)).filter((each) => each !== '')
  const effects = outcomes.length === 0 ? 'nothing changes' : outcomes.join('; ')
  const by = user.user === defaultUser.user ? '' : `${user.user}: `
  const seconds = (elapsedMs(session, { moment: number }) / 1000).toFixed(1)
  return `${by}${text}: ${verdictText(answer)}; ${effects} (+${seconds} s)`
}

const kindsMax = 3

/** `2 Tenants, 3 Namespaces and 18 others lost`: the first few kinds by name. */
function outcomeText(outcome: Outcome, effects: readonly Effect[]): string {
  const all = effects.filter((effect) => effect.outcome === outcome)
  if (all.length === 0) return ''
  const kinds = [...groupBy(all, ({ kind }) => kind)].sort(
    ([a], [b]) => rankOfKind(a) - rankOfKind(b) || (a < b ? -1 : 1),
  )
  const others = kinds.slice(kindsMax).reduce((sum, [, each]) => sum + each.length, 0)
  const named = kinds.slice(0, kindsMax).map(([kind, each]) => counted(each.length, kind))
  return `${named.join(', ')}${others === 0 ? '' : ` and ${others} others`} ${outcomeWords[outcome]}`
}
