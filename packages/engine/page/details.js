/** @import { PicturedObject, PicturedOwner, PicturedRun } from '../src/pictures/picture.ts' */
/** @import { Relations } from './history.js' */
import { element, leadTo, listOf } from './elements.js'
import { causesOf, dependentsAt, labelOf, objectAt, secondsText } from './history.js'
import { otherFates, states } from './states.js'

/**
 * What the details need: the run, the time, and the ways to an object and to a moment.
 *
 * @typedef {object} View
 * @property {PicturedRun} picture
 * @property {Relations} relations
 * @property {number} passed how many moments have passed
 * @property {(object: number) => void} openObject
 * @property {(moment: number) => void} openMoment goes to the time just after a moment
 */

/**
 * An object as it is now: its owners, its dependents, why it is so, and all that happens to it.
 *
 * @param {View} view
 * @param {number} index
 * @returns {readonly Node[]}
 */
export function objectDetails(view, index) {
  const { picture, relations, passed } = view
  const object = picture.objects[index]
  if (object === undefined)
    return [element('p', 'quiet', 'Choose an object to see its owners, its dependents and why it goes.')]
  const now = objectAt(object, passed)
  const { sign, word } = states[now.state]
  const objectLink = (/** @type {number} */ each) => objectLead(view, each)
  return [
    element('h2', '', labelOf(object)),
    element('p', `state ${now.state}`, element('span', 'sign', sign), ` ${word}${heldBy(now)}`),
    ...mayNodes(object),
    ...facts(object),
    ...whyNodes(view, now),
    ...listOf('Owners', now.owners, (owner) => ownerNode(view, owner)),
    ...listOf('Stands in', placesOf(object), objectLink),
    ...listOf('Owns', dependentsAt(picture, relations, index, passed), objectLink),
    ...listOf('Holds', relations.held.get(index) ?? [], objectLink),
    ...listOf('Defines', relations.defined.get(index) ?? [], objectLink),
    ...listOf('All that happens to it', object.changes, ({ moment, type, fields = [] }) =>
      element('span', '', momentLead(view, moment), ` ${type}`, element('span', 'quiet', fieldsOf(type, fields))),
    ),
  ]
}

/** @param {ReturnType<typeof objectAt>} now */
function heldBy({ state, finalizers }) {
  return state === 'terminating' && finalizers.length > 0 ? `, held by ${finalizers.join(', ')}` : ''
}

/**
 * What becomes of it in other orders.
 *
 * @param {PicturedObject} object
 * @returns {readonly Node[]}
 */
function mayNodes({ may = [], atStart }) {
  if (may.length === 0) return []
  const words = may.map((fate) => (fate === 'kept' && !atStart ? 'not be created' : otherFates[fate]))
  return [element('p', 'may', `In another order it may ${words.join(' or ')}.`)]
}

/**
 * @param {PicturedObject} object
 * @returns {readonly Node[]}
 */
function facts({ uid }) {
  return uid === undefined ? [] : [element('p', 'quiet', `uid ${uid}`)]
}

/** @param {PicturedObject} object */
function placesOf({ home, definition }) {
  return [home, definition].filter((each) => each !== undefined)
}

/**
 * @param {string} type
 * @param {readonly string[]} fields
 */
function fieldsOf(type, fields) {
  return type === 'changed' && fields.length > 0 ? ` ${fields.join(', ')}` : ''
}

/**
 * The chain of causes of how it is; or, where nothing has happened yet, when it will.
 *
 * @param {View} view
 * @param {ReturnType<typeof objectAt>} now
 * @returns {readonly Node[]}
 */
function whyNodes(view, { last, next }) {
  if (last !== undefined)
    return listOf(`Why it is ${last.type}`, causesOf(view.picture, last.moment), (each) => momentLead(view, each), 'ol')
  if (next === undefined)
    return view.picture.moments.length === 0 ? [] : [element('p', 'quiet', 'Nothing happens to it.')]
  return [element('p', '', `Nothing has happened to it yet. ${next.type}: `, momentLead(view, next.moment))]
}

/**
 * @param {View} view
 * @param {PicturedOwner} owner
 */
function ownerNode(view, { kind, name, object, verdict }) {
  if (object !== undefined) return objectLead(view, object)
  const why = { absent: ' is not there', undecidable: ': whether it is there cannot be decided' }
  return `${kind} ${name}${verdict === undefined ? '' : why[verdict]}`
}

/**
 * @param {View} view
 * @param {number} index
 */
export function objectLead({ picture, passed, openObject }, index) {
  const object = picture.objects[index]
  if (object === undefined) return ''
  const { state } = objectAt(object, passed)
  const { sign, word } = states[state]
  const mark = element('span', `sign ${state}`, sign)
  mark.setAttribute('role', 'img')
  mark.setAttribute('aria-label', word)
  return element(
    'span',
    '',
    mark,
    ' ',
    leadTo(labelOf(object), () => openObject(index)),
  )
}

/**
 * @param {View} view
 * @param {number} index
 */
export function momentLead({ picture, openMoment }, index) {
  const { atMs = 0, actor = '', what = '' } = picture.moments[index] ?? {}
  return leadTo(`${secondsText(atMs)} ${actor}: ${what}`, () => openMoment(index))
}

/**
 * What happened at the moment that has just passed: who did it, because of what, by which requests, to whom.
 *
 * @param {View} view
 * @returns {readonly Node[]}
 */
export function momentDetails(view) {
  const { picture, relations, passed } = view
  const index = passed - 1
  const moment = picture.moments[index]
  if (moment === undefined)
    return [element('h2', '', 'Before the first action'), element('p', 'quiet', 'Go on to see who does what.')]
  const { atMs, actor, what, because, requests } = moment
  return [
    element('h2', '', `${secondsText(atMs)} ${actor}: ${what}`),
    element('p', '', 'Because of ', because === undefined ? 'nobody in this run' : momentLead(view, because)),
    ...listOf('Requests', requests, ({ text, code, message }) =>
      element(
        'span',
        message === undefined ? '' : 'refused',
        `${text}: ${code}${message === undefined ? '' : ` ${message}`}`,
      ),
    ),
    ...listOf('What it did', relations.changed.get(index) ?? [], (each) => objectLead(view, each)),
  ]
}
