import type { UserInfo } from '@capsule-whatif/model'
import { quotedWord } from '../text/quoted-word.ts'
import { momentText, type Place, type Session } from './session.ts'

/** The lines that make a session again on the same snapshot, with the same numbers of moments, and go where one stands. */
export function scriptOfSession(session: Session): string {
  const lines: string[] = []
  let at: Place = { moment: 0 }
  let user = session.usualUser
  const arrange = (place: Place, actor: UserInfo): void => {
    if (momentText(place) !== momentText(at)) lines.push(`goto ${momentText(place)}`)
    if (!isSame(actor, user)) lines.push(asLine(actor, session.usualUser))
    at = place
    user = actor
  }
  for (const moment of session.moments.slice(1)) {
    arrange(moment.from, moment.user)
    lines.push(moment.text)
    at = { moment: moment.number }
  }
  arrange(session.at, session.user)
  return lines.map((line) => `${line}\n`).join('')
}

function isSame(one: UserInfo, other: UserInfo): boolean {
  return one.user === other.user && one.groups.join('\n') === other.groups.join('\n')
}

/** Everybody is of the group system:authenticated, whether it is said or not. */
function asLine(actor: UserInfo, usual: UserInfo): string {
  if (isSame(actor, usual)) return 'as'
  const groups = actor.groups.filter((group) => group !== 'system:authenticated')
  return ['as', actor.user, ...groups].map(quotedWord).join(' ')
}
