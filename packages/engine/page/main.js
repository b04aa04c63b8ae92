/** @import { StateName } from './history.js' */
/** @import { PagePicture } from '../src/pictures/page-text.ts' */
/** @import { PicturedRun } from '../src/pictures/picture.ts' */
import { momentDetails, objectDetails } from './details.js'
import { byId, element, showIn } from './elements.js'
import { isConcerned, labelOf, matching, objectAt, relationsOf, secondsText } from './history.js'
import { longList } from './list.js'
import { clusterMap } from './map.js'
import { decidingRaces } from './orders.js'
import { player } from './player.js'
import { positionIn } from './runs.js'
import { stateNames, states } from './states.js'

/** @type {PagePicture} */
const picture = JSON.parse(byId('picture', HTMLScriptElement).textContent ?? '')
/** the run that is shown: along the likely order, until somebody wants another */
let run = runWith(picture)

const search = byId('search', HTMLInputElement)
const onlyConcerned = byId('only-concerned', HTMLInputElement)
const objectBox = byId('objects', HTMLElement)
const momentBox = byId('moments', HTMLElement)

/** @type {readonly number[]} */
let shown = []
let chosen = -1

const objectList = longList(objectBox, fillObject, (row) => choose(shown[row] ?? -1))
const momentList = longList(momentBox, fillMoment, (row) => time.goTo(row + 1))
const map = clusterMap(byId('map', HTMLCanvasElement), readColours, choose)
const time = player(draw)
const orders = decidingRaces(picture, showRun)

/** @param {PicturedRun} of */
function runWith({ objects, moments }) {
  return { objects, moments, relations: relationsOf({ objects }) }
}

/**
 * Another run: at a moment, or else at the time at which the run before was, its end at the end.
 *
 * @param {PicturedRun} wanted
 * @param {number | undefined} moment
 */
function showRun(wanted, moment) {
  const before = run
  const passed = time.passed()
  const atMs = before.moments[passed - 1]?.atMs ?? -1
  if (wanted.moments !== run.moments) run = runWith(wanted)
  chosen = positionIn(run, before.objects[chosen])
  shown = matching(run, search.value, onlyConcerned.checked)
  showFound()
  const sameTime =
    passed === before.moments.length ? run.moments.length : run.moments.filter((each) => each.atMs <= atMs).length
  time.begin(run.moments.length, moment === undefined ? sameTime : moment + 1)
}

/**
 * @param {HTMLElement} row
 * @param {number} index
 */
function fillObject(row, index) {
  const number = shown[index] ?? -1
  const object = run.objects[number]
  if (object === undefined) return
  const { state, last } = objectAt(object, time.passed())
  row.classList.add(state)
  if (last !== undefined && last.moment === time.passed() - 1) row.classList.add('just-now')
  row.style.paddingLeft = `${8 + Math.min(object.depth, 8) * 14}px`
  row.append(
    element('span', 'sign', states[state].sign),
    element('span', 'label', labelOf(object)),
    ...(object.may === undefined ? [] : [element('span', 'may', 'may')]),
    element('span', 'word', states[state].word),
  )
}

/**
 * @param {HTMLElement} row
 * @param {number} index
 */
function fillMoment(row, index) {
  const moment = run.moments[index]
  if (moment === undefined) return
  if (index >= time.passed()) row.classList.add('to-come')
  const count = run.relations.changed.get(index)?.length ?? 0
  const isTurn = orders.turns().includes(index)
  row.append(
    element('span', 'at', secondsText(moment.atMs)),
    element('span', 'label', `${moment.actor}: ${moment.what}`),
    ...(isTurn ? [element('span', 'may', 'race')] : []),
    element('span', 'word', `${count} ${count === 1 ? 'object' : 'objects'}`),
  )
}

/** @param {number} object */
function choose(object) {
  chosen = object
  byId('object', HTMLElement).scrollTop = 0
  if (!shown.includes(object)) {
    search.value = ''
    onlyConcerned.checked = false
    find()
  } else draw()
}

function find() {
  shown = matching(run, search.value, onlyConcerned.checked)
  showFound()
  draw()
}

function showFound() {
  byId('found', HTMLElement).textContent = `${shown.length} of ${run.objects.length}`
}

/** Shows the cluster as it is now. */
function draw() {
  const passed = time.passed()
  objectList.show(shown.length, shown.indexOf(chosen))
  momentList.show(run.moments.length, passed - 1)
  map.draw(run, shown, passed, chosen)
  drawMoment(passed)
  drawCounts(passed)
  if (picture.actions.length > 0) byId('along', HTMLElement).textContent = orders.along()
  const view = {
    picture: run,
    relations: run.relations,
    passed,
    openObject: choose,
    openMoment: (/** @type {number} */ index) => time.goTo(index + 1),
  }
  showIn(byId('object', HTMLElement), objectDetails(view, chosen))
  showIn(byId('now', HTMLElement), momentDetails(view))
}

/** @param {number} passed */
function drawMoment(passed) {
  const moment = run.moments[passed - 1]
  const text =
    moment === undefined
      ? 'Before the first action'
      : `${secondsText(moment.atMs)}, moment ${passed} of ${run.moments.length}. ${moment.actor}: ${moment.what}`
  byId('moment', HTMLElement).textContent = text
  byId('slider', HTMLInputElement).setAttribute('aria-valuetext', text)
}

/** @param {number} passed */
function drawCounts(passed) {
  const counts = Object.fromEntries(stateNames.map((name) => [name, 0]))
  for (const object of run.objects) {
    const { state } = objectAt(object, passed)
    counts[state] = (counts[state] ?? 0) + 1
  }
  for (const name of stateNames) byId(`count-${name}`, HTMLElement).textContent = String(counts[name])
}

/** The colours of the states, as the theme has them now. */
function readColours() {
  const colours = stateNames.map((name) => [name, getComputedStyle(byId(`legend-${name}`, HTMLElement)).color])
  return /** @type {Record<StateName, string>} */ (Object.fromEntries(colours))
}

function legend() {
  for (const name of stateNames) {
    const { sign, word } = states[name]
    const count = element('span', 'count')
    count.id = `count-${name}`
    const sample = element('span', `sign ${name}`, sign)
    sample.id = `legend-${name}`
    byId('legend', HTMLElement).append(element('li', '', sample, ' ', count, ` ${word}`))
  }
}

function opening() {
  const asked = picture.actions.map(({ text, verdict, messages }) =>
    element(
      'li',
      '',
      element('code', '', text),
      `: ${verdict}`,
      ...messages.map((each) => element('p', 'refused', each)),
    ),
  )
  byId('actions', HTMLElement).append(...asked)
  byId('findings', HTMLElement).append(...picture.findings.map((finding) => element('li', '', finding)))
  byId('uncertain', HTMLElement).hidden = picture.findings.length === 0
  if (picture.orders !== undefined) byId('concerned', HTMLElement).append(', or may')
  if (picture.actions.length > 0) return
  byId('headline', HTMLElement).textContent = 'Who owns whom'
  document.body.classList.add('still')
}

/** Light or dark, as the system has it until somebody says otherwise. */
function switchTheme() {
  const { dataset } = document.documentElement
  const ofSystem = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  dataset.theme = (dataset.theme ?? ofSystem) === 'dark' ? 'light' : 'dark'
  draw()
}

legend()
opening()
search.addEventListener('input', find)
onlyConcerned.addEventListener('change', find)
onlyConcerned.checked = picture.objects.some(isConcerned)
byId('theme', HTMLButtonElement).addEventListener('click', switchTheme)
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw)
addEventListener('resize', draw)
time.begin(run.moments.length, 0)
find()
performance.mark('interactive')
