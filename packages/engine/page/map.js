/** @import { PicturedRun } from '../src/pictures/picture.ts' */
/** @import { StateName } from './history.js' */
import { objectAt } from './history.js'

/** In pixels. */
const heightMax = 210

/**
 * All objects as small squares in the order of the list: the whole cluster at a glance. The list beside it says the same
 * to those who do not see it.
 *
 * @typedef {object} ClusterMap
 * @property {(picture: PicturedRun, shown: readonly number[], passed: number, chosen: number) => void} draw
 */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {() => Readonly<Record<StateName, string>>} readColours
 * @param {(object: number) => void} choose
 * @returns {ClusterMap}
 */
export function clusterMap(canvas, readColours, choose) {
  let grid = gridFor(0, 1, 1)
  /** @type {readonly number[]} */
  let drawn = []
  canvas.addEventListener('click', ({ offsetX, offsetY }) => {
    const column = Math.min(grid.columns - 1, Math.floor(offsetX / grid.size))
    const object = drawn[Math.floor(offsetY / grid.size) * grid.columns + column]
    if (object !== undefined) choose(object)
  })
  return {
    draw: (picture, shown, passed, chosen) => {
      const { clientWidth } = canvas
      const context = canvas.getContext('2d')
      if (context === null || clientWidth === 0) return
      grid = gridFor(shown.length, clientWidth, heightMax)
      const height = Math.ceil(shown.length / grid.columns) * grid.size + 2
      canvas.style.height = `${height}px`
      canvas.width = clientWidth * devicePixelRatio
      canvas.height = height * devicePixelRatio
      context.scale(devicePixelRatio, devicePixelRatio)
      const colours = readColours()
      drawn = shown
      shown.forEach((index, position) => {
        const object = picture.objects[index]
        if (object === undefined) return
        const { state } = objectAt(object, passed)
        const [x, y] = [(position % grid.columns) * grid.size, Math.floor(position / grid.columns) * grid.size]
        drawSquare(context, state, colours[state], x, y, grid.size)
      })
      drawRing(context, grid, shown.indexOf(chosen), getComputedStyle(canvas).color)
    },
  }
}

/**
 * A ring around the square at a position.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {ReturnType<typeof gridFor>} grid
 * @param {number} position
 * @param {string} colour
 */
function drawRing(context, { size, columns }, position, colour) {
  if (position < 0) return
  context.strokeStyle = colour
  context.lineWidth = 2
  context.strokeRect((position % columns) * size + 0.5, Math.floor(position / columns) * size + 0.5, size - 1, size - 1)
}

/**
 * The largest squares, up to 18 pixels, of which so many have room.
 *
 * @param {number} count
 * @param {number} width
 * @param {number} height
 */
export function gridFor(count, width, height) {
  let size = 18
  while (size > 2 && Math.ceil(count / Math.max(1, Math.floor(width / size))) * size > height) size -= 0.5
  return { size, columns: Math.max(1, Math.floor(width / size)) }
}

/**
 * A full square is there, half of one is terminating, an empty one is gone.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {StateName} state
 * @param {string} colour
 * @param {number} x
 * @param {number} y
 * @param {number} size
 */
function drawSquare(context, state, colour, x, y, size) {
  const side = size - Math.max(1, size / 6)
  context.fillStyle = colour
  context.strokeStyle = colour
  context.lineWidth = Math.max(0.75, size / 12)
  if (state === 'gone' || state === 'terminating' || state === 'absent')
    context.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1)
  if (state === 'terminating') context.fillRect(x, y + side / 2, side, side / 2)
  else if (state !== 'gone' && state !== 'absent') context.fillRect(x, y, side, side)
}
