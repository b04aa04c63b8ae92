import { type Parsed, parsed, refused } from '../action/action-text.ts'
import { whyOf } from '../causes/why-effect.ts'
import { whyNotOf } from '../causes/why-not.ts'
import { pictureOfRun } from '../pictures/make-picture.ts'
import { timelineText } from '../pictures/timeline-text.ts'
import { causesOf } from '../predict/causes.ts'
import { effectsBetween } from '../predict/effects.ts'
import { predictionText } from '../report/prediction-text.ts'
import { differenceText } from '../report/session/difference-text.ts'
import { whyNotText } from '../report/why-not-text.ts'
import { whyText } from '../report/why-text.ts'
import { answerOfMoment, answerSinceStart, runSinceStart } from './answers.ts'
import { objectNamed } from './object-named.ts'
import { momentOf, type Place, presentState, resourcesIn, type Session, stateAt, stepsUntil } from './session.ts'
import { type LineResult, notUnderstood, type SessionWord, said, type WordCall } from './session-word.ts'
import { goTo } from './travel.ts'
import { parsePlace } from './travel-words.ts'

/** Words that tell what happened, and why. */
export const tellWords: readonly SessionWord[] = [
  {
    name: 'what',
    usage: [
      ['what', 'everything that the last action did, object by object, and because of whom'],
      ['what all', 'everything that was done since the start'],
    ],
    takes: 'word',
    run: what,
  },
  {
    name: 'timeline',
    usage: [['timeline [MOMENT]', 'step by step who did what when; goto MOMENT.STEP goes to one of them']],
    takes: 'moment',
    run: timeline,
  },
  {
    name: 'why',
    usage: [['why TYPE NAME [-n NAMESPACE]', 'why an object is not as it was at the start, link by link']],
    takes: 'object',
    flags: ['-n'],
    run: why,
  },
  {
    name: 'why-not',
    usage: [['why-not TYPE NAME [-n NAMESPACE]', 'why an object is still there, or was not made']],
    takes: 'object',
    flags: ['-n'],
    run: whyNot,
  },
  {
    name: 'diff',
    usage: [
      ['diff [FROM [TO]]', 'what differs between two moments, field by field; diff alone: from before the last action'],
    ],
    takes: 'moment',
    run: diff,
  },
]

function what({ session, words }: WordCall): LineResult {
  if (words.length === 0) return said(session, predictionText(answerOfMoment(session)))
  if (words.join(' ') === 'all') return said(session, predictionText(answerSinceStart(session)))
  return notUnderstood(session, `what ${words.join(' ')} is not understood. Expected: what, or what all.`)
}

function timeline({ session, words }: WordCall): LineResult {
  const place = words.length > 1 ? undefined : parsePlace(words[0] ?? String(session.at.moment))
  if (place === undefined)
    return notUnderstood(session, `${words.join(' ')} is not understood. Expected: timeline MOMENT, as timeline 3.`)
  const there = goTo(session, { moment: place.moment })
  if (!there.ok) return notUnderstood(session, there.message)
  const moment = momentOf(session, place.moment)
  if (moment.number === 0) return said(session, 'This is the start: nothing was done yet.')
  return said(session, timelineText(pictureOfRun(stateAt(session, moment.from), moment)))
}

function why(call: WordCall): LineResult {
  const name = named(call)
  if (!name.ok) return notUnderstood(call.session, `why: ${name.error.message}`)
  return said(call.session, whyText(whyOf(runSinceStart(call.session), name.value)))
}

function whyNot(call: WordCall): LineResult {
  const name = named(call)
  if (!name.ok) return notUnderstood(call.session, `why-not: ${name.error.message}`)
  return said(call.session, whyNotText(whyNotOf(runSinceStart(call.session), name.value)))
}

function named({ session, words }: WordCall): ReturnType<typeof objectNamed> {
  const state = presentState(session)
  return objectNamed(words, resourcesIn(session, state), [state, session.cluster.state])
}

function diff({ session, words }: WordCall): LineResult {
  const places = placesOf(session, words)
  if (!places.ok) return notUnderstood(session, places.error.message)
  const [from, to] = places.value
  const [before, after] = [stateAt(session, from), stateAt(session, to)]
  const effects = effectsBetween(before, after, causesOf(stepsUntil(session, to)))
  return said(session, differenceText(from, to, effects, before, after))
}

function placesOf(session: Session, words: readonly string[]): Parsed<readonly [Place, Place]> {
  const usual =
    session.at.step === undefined
      ? momentOf(session, session.at.moment).from
      : { moment: session.at.moment, step: session.at.step - 1 }
  const given = words.map(parsePlace)
  const [from = usual, to = session.at] = given.flatMap((place) => place ?? [])
  if (words.length > 2 || given.includes(undefined))
    return refused(`diff ${words.join(' ')} is not understood. Expected: diff FROM TO, as diff 0 3 or diff 3.1 3.2.`)
  for (const place of [from, to]) {
    const there = goTo(session, place)
    if (!there.ok) return refused(there.message)
  }
  return parsed([from, to])
}
