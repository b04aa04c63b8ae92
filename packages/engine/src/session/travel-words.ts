import { logText } from '../report/session/log-text.ts'
import { placeLine } from '../report/session/place-text.ts'
import type { Place, Session } from './session.ts'
import { type LineResult, notUnderstood, type SessionWord, said, type WordCall } from './session-word.ts'
import { back, forward, goTo, step, type Travelled } from './travel.ts'

/** Words that go from moment to moment. */
export const travelWords: readonly SessionWord[] = [
  {
    name: 'log',
    usage: [['log', 'everything that was tried, in all branches; * is where you stand']],
    run: ({ session }) => said(session, logText(session)),
  },
  {
    name: 'back',
    usage: [['back [COUNT]', 'before the last action, or before the last few; nothing is lost by it']],
    run: (call) => travel(call, 'back [COUNT]', back),
  },
  {
    name: 'undo',
    usage: [['undo [COUNT]', 'the same as back']],
    run: (call) => travel(call, 'undo [COUNT]', back),
  },
  {
    name: 'forward',
    usage: [['forward [COUNT]', 'on again, along the branch that one came back from']],
    run: (call) => travel(call, 'forward [COUNT]', forward),
  },
  {
    name: 'goto',
    usage: [
      ['goto MOMENT', 'to a moment that log lists'],
      ['goto MOMENT.STEP', 'into its run, after a step that timeline tells of: goto 3.12'],
    ],
    takes: 'moment',
    run: goToPlace,
  },
  {
    name: 'step',
    usage: [['step [COUNT]', 'on in a run, a step at a time; step -1 goes back into the run that led here']],
    run: (call) => travel(call, 'step [COUNT]', step, /^-?\d+$/),
  },
]

type Travel = (session: Session, count: number) => Travelled

function travel({ session, words }: WordCall, usage: string, go: Travel, allowed = /^\d+$/): LineResult {
  const [count = '1', ...more] = words
  if (more.length > 0 || !allowed.test(count) || Number(count) === 0)
    return notUnderstood(
      session,
      `${words.join(' ')} is not understood. Expected: ${usage}, as ${usage.split(' ')[0]} 2.`,
    )
  return arrived(session, go(session, Number(count)))
}

function goToPlace({ session, words }: WordCall): LineResult {
  const place = words.length === 1 ? parsePlace(words[0] ?? '') : undefined
  if (place === undefined)
    return notUnderstood(
      session,
      `${words.join(' ') || 'goto'} is not understood. Expected: goto MOMENT or goto MOMENT.STEP, as goto 3 or goto 3.12.`,
    )
  return arrived(session, goTo(session, place))
}

function arrived(session: Session, travelled: Travelled): LineResult {
  return travelled.ok
    ? said(travelled.session, placeLine(travelled.session))
    : notUnderstood(session, travelled.message)
}

/** A place as `3` or `3.12`; undefined where it is written otherwise. */
export function parsePlace(text: string): Place | undefined {
  const [, moment, step] = /^(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  if (moment === undefined) return undefined
  return { moment: Number(moment), ...(step === undefined ? {} : { step: Number(step) }) }
}
