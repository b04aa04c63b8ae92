/** @import { Change, PicturedObject, PicturedOwner, PicturedRun } from '../src/pictures/picture.ts' */

/**
 * How an object is once so many moments have passed.
 *
 * @typedef {object} ObjectNow
 * @property {StateName} state
 * @property {readonly PicturedOwner[]} owners
 * @property {readonly string[]} finalizers
 * @property {Change | undefined} last the last change until now
 * @property {Change | undefined} next the first change to come
 */

/** @typedef {'absent' | 'there' | 'changed' | 'created' | 'terminating' | 'gone'} StateName */

/**
 * @param {PicturedObject} object
 * @param {number} passed how many moments have passed; 0 before the first
 * @returns {ObjectNow}
 */
export function objectAt(object, passed) {
  const { changes } = object
  let count = 0
  while (count < changes.length && (changes[count]?.moment ?? 0) < passed) count++
  const until = changes.slice(0, count)
  return {
    state: stateAfter(object, until),
    owners: until.findLast((change) => change.owners)?.owners ?? object.owners,
    finalizers: until.findLast((change) => change.finalizers)?.finalizers ?? object.finalizers,
    last: until.at(-1),
    next: changes[count],
  }
}

/**
 * @param {PicturedObject} object
 * @param {readonly Change[]} until
 * @returns {StateName}
 */
function stateAfter({ atStart, terminating }, until) {
  const isTerminating = until.some(({ type }) => type === 'terminating')
  if (until.at(-1)?.type === 'gone') return 'gone'
  if (!atStart && until.length === 0) return 'absent'
  if (terminating || isTerminating) return 'terminating'
  if (!atStart) return 'created'
  return until.length > 0 ? 'changed' : 'there'
}

/**
 * The moments that led to one, itself first, back to whoever began it.
 *
 * @param {Pick<PicturedRun, 'moments'>} picture
 * @param {number | undefined} moment
 * @returns {readonly number[]}
 */
export function causesOf({ moments }, moment) {
  /** @type {number[]} */
  const chain = []
  for (let at = moment; at !== undefined && !chain.includes(at); at = moments[at]?.because) chain.push(at)
  return chain
}

/**
 * Who has something to do with whom, whenever that was.
 *
 * @typedef {object} Relations
 * @property {ReadonlyMap<number, readonly number[]>} owned dependents, now or at another time, by owner
 * @property {ReadonlyMap<number, readonly number[]>} held what lies in a Namespace
 * @property {ReadonlyMap<number, readonly number[]>} defined what a definition serves
 * @property {ReadonlyMap<number, readonly number[]>} changed objects that change, by moment
 */

/**
 * @param {Pick<PicturedRun, 'objects'>} picture
 * @returns {Relations}
 */
export function relationsOf({ objects }) {
  /** @type {Record<keyof Relations, Map<number, number[]>>} */
  const relations = { owned: new Map(), held: new Map(), defined: new Map(), changed: new Map() }
  objects.forEach((object, index) => {
    const owners = [object.owners, ...object.changes.map((change) => change.owners ?? [])].flat()
    addTo(
      relations.owned,
      owners.map((owner) => owner.object),
      index,
    )
    addTo(relations.held, [object.home], index)
    addTo(relations.defined, [object.definition], index)
    addTo(
      relations.changed,
      object.changes.map((change) => change.moment),
      index,
    )
  })
  return relations
}

/**
 * @param {Map<number, number[]>} map
 * @param {readonly (number | undefined)[]} keys
 * @param {number} index
 */
function addTo(map, keys, index) {
  for (const key of new Set(keys)) {
    if (key === undefined) continue
    const list = map.get(key)
    if (list) list.push(index)
    else map.set(key, [index])
  }
}

/**
 * The dependents of an object at a time: those that are there and name it as their owner.
 *
 * @param {Pick<PicturedRun, 'objects'>} picture
 * @param {Relations} relations
 * @param {number} owner
 * @param {number} passed
 * @returns {readonly number[]}
 */
export function dependentsAt({ objects }, relations, owner, passed) {
  return (relations.owned.get(owner) ?? []).filter((index) => {
    const object = objects[index]
    return object !== undefined && objectAt(object, passed).owners.some((each) => each.object === owner)
  })
}

/**
 * The objects that a list shows: those in which every word is found, and to which something happens where that is asked for.
 *
 * @param {Pick<PicturedRun, 'objects'>} picture
 * @param {string} text
 * @param {boolean} onlyConcerned
 * @returns {readonly number[]}
 */
export function matching({ objects }, text, onlyConcerned) {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return [...objects.keys()].filter((index) => {
    const object = objects[index]
    if (object === undefined || (onlyConcerned && !isConcerned(object))) return false
    const label = labelOf(object).toLowerCase()
    return words.every((word) => label.includes(word))
  })
}

/**
 * Whether something happens to an object, or may in another order.
 *
 * @param {PicturedObject} object
 */
export function isConcerned({ changes, may }) {
  return changes.length > 0 || may !== undefined
}

/**
 * `ConfigMap oil-dev/settings`
 *
 * @param {PicturedObject} object
 */
export function labelOf({ kind, namespace, name }) {
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`
}

/** @param {number} milliseconds */
export function secondsText(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`
}
