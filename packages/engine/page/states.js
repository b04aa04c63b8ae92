/** @import { StateName } from './history.js' */
/** @import { OtherFate } from '../src/pictures/picture.ts' */

/**
 * How a state is shown: by a sign and a word, so that its colour is never needed.
 *
 * @type {Readonly<Record<StateName, { readonly sign: string, readonly word: string }>>}
 */
export const states = {
  there: { sign: '●', word: 'there' },
  changed: { sign: '▲', word: 'changed' },
  created: { sign: '✚', word: 'created' },
  terminating: { sign: '◐', word: 'terminating' },
  gone: { sign: '✕', word: 'gone' },
  absent: { sign: '·', word: 'not there' },
}

/** @type {readonly StateName[]} */
export const stateNames = ['there', 'changed', 'created', 'terminating', 'gone', 'absent']

/**
 * What becomes of an object in another order, after "it may".
 *
 * @type {Readonly<Record<OtherFate, string>>}
 */
export const otherFates = {
  kept: 'stay as it was',
  changed: 'be changed',
  held: 'be left terminating',
  gone: 'go',
  created: 'be created',
  replaced: 'be made again',
}
