/** @import { StateName } from './history.js' */

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
  absent: { sign: '·', word: 'not there yet' },
}

/** @type {readonly StateName[]} */
export const stateNames = ['there', 'changed', 'created', 'terminating', 'gone', 'absent']
