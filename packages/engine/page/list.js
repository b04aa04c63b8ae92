const rowHeight = 26

/**
 * A list of any length of which only the rows in sight are in the document. A listbox for those who cannot see it: the
 * arrow keys up and down choose.
 *
 * @typedef {object} LongList
 * @property {(count: number, chosen: number) => void} show shows so many rows with one chosen; -1 for none
 * @property {() => void} refresh draws the rows in sight again
 */

/**
 * @param {HTMLElement} box the listbox; it scrolls
 * @param {(row: HTMLElement, index: number) => void} fill fills one row
 * @param {(index: number) => void} choose called where somebody chooses a row
 * @returns {LongList}
 */
export function longList(box, fill, choose) {
  const room = box.appendChild(document.createElement('div'))
  room.className = 'room'
  room.setAttribute('role', 'presentation')
  let count = 0
  let chosen = -1

  const draw = () => {
    const first = Math.max(0, Math.floor(box.scrollTop / rowHeight) - 4)
    const last = Math.min(count, Math.ceil((box.scrollTop + box.clientHeight) / rowHeight) + 4)
    const rows = []
    for (let index = first; index < last; index++) rows.push(rowOf(box, index, count, index === chosen, fill))
    const isChosenDrawn = chosen >= first && chosen < last
    if (!isChosenDrawn && chosen >= 0 && chosen < count) rows.push(rowOf(box, chosen, count, true, fill))
    room.replaceChildren(...rows)
    if (chosen >= 0 && chosen < count) box.setAttribute('aria-activedescendant', `${box.id}-${chosen}`)
    else box.removeAttribute('aria-activedescendant')
  }

  const reveal = () => {
    if (chosen < 0) return
    const top = chosen * rowHeight
    if (top < box.scrollTop) box.scrollTop = top
    else if (top + rowHeight > box.scrollTop + box.clientHeight) box.scrollTop = top + rowHeight - box.clientHeight
  }

  box.addEventListener('scroll', draw, { passive: true })
  new ResizeObserver(draw).observe(box)
  box.addEventListener('click', (event) => {
    const row = event.target instanceof Element ? event.target.closest('[role=option]') : null
    if (row instanceof HTMLElement) choose(Number(row.dataset.index))
  })
  box.addEventListener('keydown', (event) => {
    const page = Math.max(1, Math.floor(box.clientHeight / rowHeight) - 1)
    const by = { ArrowUp: -1, ArrowDown: 1, PageUp: -page, PageDown: page }[event.key]
    if (by === undefined || count === 0) return
    event.preventDefault()
    choose(Math.min(count - 1, Math.max(0, chosen + by)))
  })

  return {
    show: (newCount, newChosen) => {
      count = newCount
      const moved = newChosen !== chosen
      chosen = newChosen
      room.style.height = `${count * rowHeight}px`
      if (moved) reveal()
      draw()
    },
    refresh: draw,
  }
}

/**
 * @param {HTMLElement} box
 * @param {number} index
 * @param {number} count
 * @param {boolean} isChosen
 * @param {(row: HTMLElement, index: number) => void} fill
 */
function rowOf(box, index, count, isChosen, fill) {
  const row = document.createElement('div')
  row.id = `${box.id}-${index}`
  row.className = 'row'
  row.dataset.index = String(index)
  row.style.top = `${index * rowHeight}px`
  row.setAttribute('role', 'option')
  row.setAttribute('aria-selected', String(isChosen))
  row.setAttribute('aria-posinset', String(index + 1))
  row.setAttribute('aria-setsize', String(count))
  fill(row, index)
  return row
}
