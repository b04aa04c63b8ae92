import { counted } from '../report/kind-words.ts'
import type { DecidingRace, Picture, PicturedOrders, RaceTurn } from './picture.ts'
import { secondsText } from './words.ts'

const elsewhereMax = 6

/** Which orders a picture tells of, and what decides between them, as lines below a drawing. */
export function ordersLines({
  actions,
  orders,
  moments,
}: Pick<Picture, 'actions' | 'orders' | 'moments'>): readonly string[] {
  if (actions.length === 0) return []
  if (orders === undefined) return ['Along the likely order of events.']
  const { races, moreRaces, elsewhere } = orders
  const more = moreRaces === 0 ? [] : [`  and ${moreRaces} more: explore tells them.`]
  return [
    `Along the likely order of events. ${orders.says}`,
    ...elsewhereLines(elsewhere),
    ...(races.length + moreRaces === 0 ? [] : ['', 'What decides:']),
    ...races.flatMap((race, index) => raceLines(race, index + 1, moments)),
    ...more,
  ]
}

/** In how many ways it ends, over how many orders, and what was left out. */
export function ordersText({ outcomes, states, complete, leftOut }: Omit<PicturedOrders, 'says'>): string {
  const looked = `${complete ? 'all orders' : 'the orders looked at'} (${counted(states, 'state')})`
  const out = leftOut.length === 0 ? '' : ` Not looked at: ${leftOut.join('; ')}.`
  if (outcomes === 0) return `No order was followed to its end (${counted(states, 'state')}).${out}`
  if (outcomes > 1) return `It ends in ${outcomes} ways over ${looked}.${out}`
  return `The same becomes of every object, and everybody is answered alike, in ${looked}.${out}`
}

function elsewhereLines(elsewhere: readonly string[]): readonly string[] {
  if (elsewhere.length === 0) return []
  const more = elsewhere.length > elsewhereMax ? `, and ${elsewhere.length - elsewhereMax} more` : ''
  return [`In other orders there may be too: ${elsewhere.slice(0, elsewhereMax).join(', ')}${more}.`]
}

function raceLines(
  { likely, other, apartMs }: DecidingRace,
  number: number,
  moments: Picture['moments'],
): readonly string[] {
  const turn = ({ actor, what, moment }: RaceTurn): string => {
    const { atMs } = moments[moment ?? -1] ?? {}
    return `${actor}: ${what}${atMs === undefined ? ', which does not come here' : ` (${secondsText(atMs)})`}`
  }
  const apart = apartMs === undefined ? '' : `, ${secondsText(Math.abs(apartMs))} apart`
  return [
    `  Race ${number}. ${turn(likely)}, or ${turn(other)}${apart}`,
    `    in this order: ${likely.leadsTo.join('; ')}`,
    `    in the other:  ${other.leadsTo.join('; ')}`,
  ]
}
