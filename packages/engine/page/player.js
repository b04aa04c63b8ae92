import { byId } from './elements.js'

/**
 * Time, and what moves it: a slider, buttons, and the keys left, right, Home, End and space.
 *
 * @typedef {object} Player
 * @property {() => number} passed how many moments have passed
 * @property {(passed: number) => void} goTo
 * @property {(count: number, passed: number) => void} begin another run, of so many moments
 */

/** A whole run is played in about so long, in milliseconds; but no step is shorter or longer than these. */
const playMs = 25_000
const stepMs = { least: 40, most: 700 }

/**
 * @param {() => void} changed called after each move
 * @returns {Player}
 */
export function player(changed) {
  const slider = byId('slider', HTMLInputElement)
  const play = byId('play', HTMLButtonElement)
  let count = 0
  let passed = 0
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer

  const goTo = (/** @type {number} */ wanted) => {
    passed = Math.min(count, Math.max(0, wanted))
    slider.value = String(passed)
    changed()
  }
  const stop = () => {
    clearInterval(timer)
    timer = undefined
    showPlaying(play, false)
  }
  const start = () => {
    if (passed === count) goTo(0)
    showPlaying(play, true)
    timer = setInterval(() => (passed === count ? stop() : goTo(passed + 1)), intervalFor(count))
  }
  const toggle = () => (timer === undefined ? start() : stop())
  const move = (/** @type {number} */ wanted) => {
    stop()
    goTo(wanted)
  }

  slider.addEventListener('input', () => move(Number(slider.value)))
  play.addEventListener('click', toggle)
  for (const [id, to] of /** @type {const} */ ([
    ['first', () => 0],
    ['back', () => passed - 1],
    ['on', () => passed + 1],
    ['last', () => count],
  ]))
    byId(id, HTMLButtonElement).addEventListener('click', () => move(to()))
  document.addEventListener('keydown', (event) => {
    const act = keyAction(event, { passed, count, move, toggle })
    if (act === undefined) return
    event.preventDefault()
    act()
  })
  const begin = (/** @type {number} */ newCount, /** @type {number} */ wanted) => {
    count = newCount
    slider.max = String(count)
    move(wanted)
  }
  return { passed: () => passed, goTo: move, begin }
}

/** @param {number} count */
export function intervalFor(count) {
  return Math.min(stepMs.most, Math.max(stepMs.least, playMs / Math.max(1, count)))
}

/**
 * @param {HTMLButtonElement} play
 * @param {boolean} isPlaying
 */
function showPlaying(play, isPlaying) {
  play.textContent = isPlaying ? 'Pause' : 'Play'
  byId('moment', HTMLElement).setAttribute('aria-live', isPlaying ? 'off' : 'polite')
}

/**
 * What a key does to time; undefined where it is not ours: in a text field, and space on what space presses.
 *
 * @param {KeyboardEvent} event
 * @param {{ passed: number, count: number, move: (passed: number) => void, toggle: () => void }} time
 * @returns {(() => void) | undefined}
 */
function keyAction({ key, target, ctrlKey, metaKey, altKey }, { passed, count, move, toggle }) {
  if (ctrlKey || metaKey || altKey) return undefined
  const tag = target instanceof HTMLElement ? target : undefined
  if (tag?.matches('input[type=search], select')) return undefined
  if (key === ' ') return tag?.matches('button, summary, input[type=checkbox]') ? undefined : toggle
  if (key === 'ArrowLeft') return () => move(passed - 1)
  if (key === 'ArrowRight') return () => move(passed + 1)
  if (key === 'Home') return () => move(0)
  return key === 'End' ? () => move(count) : undefined
}
