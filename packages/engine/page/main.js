/** @import { StateName } from './history.js' */
/** @import { DecidingRace, Picture, RaceTurn } from '../src/pictures/picture.ts' */
import { momentDetails, objectDetails } from './details.js'
import { byId, element, leadTo, showIn } from './elements.js'
import { labelOf, matching, objectAt, relationsOf, secondsText } from './history.js'
import { longList } from './list.js'
import { clusterMap } from './map.js'
import { player } from './player.js'
import { stateNames, states } from './states.js'

/** @type {Picture} */
const picture = JSON.parse(byId('picture', HTMLScriptElement).textContent ?? '')
const relations = relationsOf(picture)
const { objects, moments } = picture

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
const time = player(moments.length, draw)

/**
 * @param {HTMLElement} row
 * @param {number} index
 */
function fillObject(row, index) {
  const number = shown[index] ?? -1
  const object = objects[number]
  if (object === undefined) return
  const { state, last } = objectAt(object, time.passed())
  row.classList.add(state)
  if (last !== undefined && last.moment === time.passed() - 1) row.classList.add('just-now')
  row.style.paddingLeft = `${8 + Math.min(object.depth, 8) * 14}px`
  row.append(
    element('span', 'sign', states[state].sign),
    element('span', 'label', labelOf(object)),
    element('span', 'word', states[state].word),
  )
}

/**
 * @param {HTMLElement} row
 * @param {number} index
 */
function fillMoment(row, index) {
  const moment = moments[index]
  if (moment === undefined) return
  if (index >= time.passed()) row.classList.add('to-come')
  const count = relations.changed.get(index)?.length ?? 0
  row.append(
    element('span', 'at', secondsText(moment.atMs)),
    element('span', 'label', `${moment.actor}: ${moment.what}`),
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
  shown = matching(picture, search.value, onlyConcerned.checked)
  byId('found', HTMLElement).textContent = `${shown.length} of ${objects.length}`
  draw()
}

/** Shows the cluster as it is now. */
function draw() {
  const passed = time.passed()
  objectList.show(shown.length, shown.indexOf(chosen))
  momentList.show(moments.length, passed - 1)
  map.draw(picture, shown, passed, chosen)
  drawMoment(passed)
  drawCounts(passed)
  const view = {
    picture,
    relations,
    passed,
    openObject: choose,
    openMoment: (/** @type {number} */ index) => time.goTo(index + 1),
  }
  showIn(byId('object', HTMLElement), objectDetails(view, chosen))
  showIn(byId('now', HTMLElement), momentDetails(view))
}

/** @param {number} passed */
function drawMoment(passed) {
  const moment = moments[passed - 1]
  const text =
    moment === undefined
      ? 'Before the first action'
      : `${secondsText(moment.atMs)}, moment ${passed} of ${moments.length}. ${moment.actor}: ${moment.what}`
  byId('moment', HTMLElement).textContent = text
  byId('slider', HTMLInputElement).setAttribute('aria-valuetext', text)
}

/** @param {number} passed */
function drawCounts(passed) {
  const counts = Object.fromEntries(stateNames.map((name) => [name, 0]))
  for (const object of objects) {
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
  if (picture.race !== undefined) showRace(picture.race)
}

/** @param {DecidingRace} race */
function showRace({ effect, before, after, apartMs }) {
  byId('race-effect', HTMLElement).textContent = effect
  byId('race-turns', HTMLElement).append(
    element('li', '', turnLead(before)),
    element('li', 'apart', `${secondsText(apartMs)} later`),
    element('li', '', turnLead(after)),
  )
  byId('race', HTMLElement).hidden = false
}

/** @param {RaceTurn} turn */
function turnLead({ actor, what, atMs }) {
  const passed = moments.filter((moment) => moment.atMs <= atMs).length
  return leadTo(`${secondsText(atMs)} ${actor}: ${what}`, () => time.goTo(passed))
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
onlyConcerned.checked = objects.some(({ changes }) => changes.length > 0)
byId('theme', HTMLButtonElement).addEventListener('click', switchTheme)
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw)
addEventListener('resize', draw)
find()
