/** @import { PageRace, PagePicture } from '../src/pictures/page-text.ts' */
/** @import { PicturedRun, RaceTurn } from '../src/pictures/picture.ts' */
import { byId, element, leadTo } from './elements.js'
import { secondsText } from './history.js'
import { hasRun, unpackRun } from './runs.js'

/** @typedef {'likely' | 'other'} Side */

/**
 * What decides: the races, and for the one that is chosen both orders, each with its turns and how it ends.
 *
 * @typedef {object} Orders
 * @property {() => readonly number[]} turns moments of the run that is shown which are turns of the chosen race
 * @property {() => string} along which run is shown, in a sentence
 */

/**
 * @param {PagePicture} picture
 * @param {(run: PicturedRun, moment: number | undefined) => void} showRun shows a run, at a moment where one is given
 * @returns {Orders}
 */
export function decidingRaces(picture, showRun) {
  const { orders } = picture
  const races = orders?.races ?? []
  const list = byId('race', HTMLSelectElement)
  /** @type {Map<number, PicturedRun>} */
  const unpacked = new Map()
  let chosen = 0
  /** @type {Side} */
  let side = 'likely'

  const show = async (/** @type {Side} */ wanted, /** @type {number | undefined} */ moment) => {
    const known = wanted === 'likely' ? picture : (unpacked.get(chosen) ?? (await unpackRun(chosen)))
    if (wanted === 'other') unpacked.set(chosen, known)
    side = wanted
    draw()
    showRun(known, moment)
  }
  const draw = () => {
    const race = races[chosen]
    if (race === undefined) return
    for (const each of /** @type {const} */ (['likely', 'other'])) {
      const { turns, title } = sideOf(picture, race, each)
      const button = byId(`show-${each}`, HTMLButtonElement)
      button.textContent = each === 'likely' || hasRun(chosen) ? title : `${title}: too large for this page`
      button.setAttribute('aria-pressed', String(side === each))
      button.disabled = each === 'other' && !hasRun(chosen)
      byId(`side-${each}`, HTMLElement).classList.toggle('shown', side === each)
      byId(`turns-${each}`, HTMLElement).replaceChildren(
        ...turns.map((turn) => turnItem(turn, each === 'likely' || hasRun(chosen), (at) => show(each, at))),
      )
      byId(`ends-${each}`, HTMLElement).replaceChildren(...race[each].leadsTo.map((text) => element('li', '', text)))
    }
  }

  byId('orders', HTMLElement).hidden = orders === undefined
  byId('orders', HTMLElement).classList.toggle('certain', orders?.complete === true && orders.outcomes === 1)
  byId('orders-title', HTMLElement).textContent = races.length > 0 ? 'What decides' : 'Other orders'
  byId('orders-says', HTMLElement).textContent = orders?.says ?? ''
  byId('more-races', HTMLElement).hidden = (orders?.moreRaces ?? 0) === 0
  byId('more-races', HTMLElement).textContent = `${orders?.moreRaces} more are told by capsule-whatif explore.`
  byId('race-choice', HTMLElement).hidden = races.length === 0
  byId('sides', HTMLElement).hidden = races.length === 0
  list.append(...races.map((race, index) => new Option(raceTitle(race, index), String(index))))
  list.addEventListener('change', () => {
    chosen = Number(list.value)
    if (side === 'other' && !hasRun(chosen)) side = 'likely'
    show(side, undefined)
  })
  for (const each of /** @type {const} */ (['likely', 'other']))
    byId(`show-${each}`, HTMLButtonElement).addEventListener('click', () => show(each, undefined))
  draw()

  return {
    turns: () => {
      const race = races[chosen]
      if (race === undefined) return []
      const turns = side === 'likely' ? [race.likely.moment, race.other.moment] : [race.turns.likely, race.turns.other]
      return turns.filter((each) => each !== undefined)
    },
    along: () =>
      side === 'likely'
        ? 'Along the likely order of events.'
        : `Along an order in which ${turnText(races[chosen]?.other)} decides. Its times are in ticks: what is due within one takes no time.`,
  }
}

/**
 * @param {PageRace} race
 * @param {number} index
 */
function raceTitle({ likely, other }, index) {
  return `${index + 1}. ${likely.leadsTo[0] ?? ''}, or else ${other.leadsTo[0] ?? ''}`
}

/** @param {RaceTurn | undefined} turn */
function turnText(turn) {
  return turn === undefined ? '' : `${turn.actor}: ${turn.what}`
}

/**
 * One turn of a race in one of its orders: when it comes, where it does.
 *
 * @typedef {object} TurnOfSide
 * @property {string} text
 * @property {number | undefined} moment
 * @property {string} when
 */

/**
 * @param {PagePicture} picture
 * @param {PageRace} race
 * @param {Side} side
 * @returns {{ title: string, turns: readonly TurnOfSide[] }}
 */
function sideOf(picture, { likely, other, apartMs, turns }, side) {
  if (side === 'other') {
    const when = turns.likely === undefined ? ', which does not come any more' : ', later'
    return {
      title: 'The other order',
      turns: [
        { text: turnText(other), moment: turns.other, when: ' decides' },
        { text: turnText(likely), moment: turns.likely, when },
      ],
    }
  }
  const at = picture.moments[likely.moment ?? -1]?.atMs
  const late = apartMs ?? 0
  const apart = `, ${secondsText(Math.abs(late))} ${late < 0 ? 'earlier' : 'later'}`
  return {
    title: 'The likely order',
    turns: [
      {
        text: turnText(likely),
        moment: likely.moment,
        when: at === undefined ? '' : ` decides, after ${secondsText(at)}`,
      },
      {
        text: turnText(other),
        moment: other.moment,
        when: other.moment === undefined ? ', which does not come' : apart,
      },
    ],
  }
}

/**
 * @param {TurnOfSide} turn
 * @param {boolean} canBeShown
 * @param {(moment: number) => void} go
 */
function turnItem({ text, moment, when }, canBeShown, go) {
  const lead = moment === undefined || !canBeShown ? text : leadTo(text, () => go(moment))
  return element('li', '', lead, when)
}
