/** @import { PicturedRun } from '../src/pictures/picture.ts' */

/**
 * Whether the page has the run in the other order of a race.
 *
 * @param {number} race
 */
export function hasRun(race) {
  return document.getElementById(`run-${race}`) !== null
}

/**
 * The run in the other order of a race, unpacked.
 *
 * @param {number} race
 * @returns {Promise<PicturedRun>}
 */
export async function unpackRun(race) {
  const packed = document.getElementById(`run-${race}`)?.textContent ?? ''
  const bytes = Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0))
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  return JSON.parse(await new Response(unpacked).text())
}

/**
 * Where an object of one run stands in another: the same one, or else one of its name; -1 where there is none.
 *
 * @param {PicturedRun} run
 * @param {PicturedRun['objects'][number] | undefined} object
 */
export function positionIn({ objects }, object) {
  if (object === undefined) return -1
  const { kind, namespace, name, uid } = object
  const same = objects.findIndex((each) => each.uid === uid && each.kind === kind && each.name === name)
  if (same >= 0) return same
  return objects.findIndex((each) => each.kind === kind && each.namespace === namespace && each.name === name)
}
