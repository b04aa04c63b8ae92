import { momentOf, type Place, pathTo, type Session } from './session.ts'

/** Another place of a session, or why there is none. */
export type Travelled =
  | { readonly ok: true; readonly session: Session }
  | { readonly ok: false; readonly message: string }

/** So many actions back; from the middle of a run first to before its action. */
export function back(session: Session, count: number): Travelled {
  let at = session.at
  for (let left = count; left > 0; left--) {
    if (at.moment === 0)
      return left === count ? refused('this is the start: nothing lies before it.') : moved(session, at)
    at = momentOf(session, at.moment).from
  }
  return moved(session, at)
}

/** So many actions on, along the branch that one came back from; from the middle of a run first to where that leaves it. */
export function forward(session: Session, count: number): Travelled {
  let at = session.at
  for (let left = count; left > 0; left--) {
    const next = nextPlace(session, at)
    if (next === undefined) return left === count ? refused('nothing was tried after this yet.') : moved(session, at)
    at = next
  }
  return moved(session, at)
}

function nextPlace(session: Session, at: Place): Place | undefined {
  const next = nextOnBranch(session, at.moment)
  const from = next === undefined ? undefined : momentOf(session, next).from
  if (next === undefined || from === undefined || !canFollow(at, from))
    return at.step === undefined ? undefined : { moment: at.moment }
  return from.step === at.step ? { moment: next } : from
}

function nextOnBranch(session: Session, number: number): number | undefined {
  const path = pathTo(session, session.tip)
  return path.includes(number) ? path[path.indexOf(number) + 1] : undefined
}

/** Whether an action that was taken at `from` lies ahead of a place: from the end of a run one does not come back into it. */
function canFollow(place: Place, from: Place): boolean {
  if (from.moment !== place.moment) return false
  return from.step === undefined || (place.step !== undefined && place.step <= from.step)
}

/** To the end of a moment, or to after a told step of its run. */
export function goTo(session: Session, place: Place): Travelled {
  const moment = session.moments[place.moment]
  if (moment === undefined)
    return refused(
      `there is no moment ${place.moment}. Expected a number from 0 to ${session.moments.length - 1}: log lists them.`,
    )
  const { length } = moment.told
  if (place.step !== undefined && place.step > length)
    return refused(
      `the run of ${place.moment} has no step ${place.step}. Expected one from 0 to ${length}: timeline tells of them.`,
    )
  return moved(session, place.moment === 0 ? { moment: 0 } : place)
}

/** So many steps on in a run, or back where the count is below 0; at the end of a moment, into the run of the next. */
export function step(session: Session, count: number): Travelled {
  const { moment, step: now } = session.at
  const { told } = momentOf(session, moment)
  if (now === undefined && count < 0) return intoRun(session, moment, told.length + count)
  if (now !== undefined) return intoRun(session, moment, now + count)
  const next = nextPlace(session, session.at)
  if (next === undefined) return refused('nothing was tried after this yet. Expected back or goto first, or step -1.')
  return intoRun(session, next.moment, count)
}

function intoRun(session: Session, number: number, wanted: number): Travelled {
  const { from, told } = momentOf(session, number)
  if (number === 0) return refused('this is the start: nothing lies before it.')
  if (wanted < 0) return moved(session, from)
  return moved(session, wanted > told.length ? { moment: number } : { moment: number, step: wanted })
}

function moved(session: Session, at: Place): Travelled {
  const next = nextOnBranch(session, at.moment)
  const isAhead = next === undefined ? at.moment === session.tip : canFollow(at, momentOf(session, next).from)
  return { ok: true, session: { ...session, at, tip: isAhead ? session.tip : newestAfter(session, at) } }
}

/** The end of the newest branch that goes on from a place. */
function newestAfter(session: Session, place: Place): number {
  const next = session.moments.findLast(({ number, from }) => number !== 0 && canFollow(place, from))
  return next === undefined ? place.moment : newestAfter(session, { moment: next.number })
}

function refused(message: string): Travelled {
  return { ok: false, message }
}
