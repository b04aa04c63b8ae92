/**
 * The element of the page with this id.
 *
 * @template {typeof HTMLElement} T
 * @param {string} id
 * @param {T} type
 * @returns {InstanceType<T>}
 */
export function byId(id, type) {
  const element = document.getElementById(id)
  if (!(element instanceof type)) throw new Error(`the page has no ${type.name} #${id}`)
  return /** @type {InstanceType<T>} */ (element)
}

/**
 * A new element with some content.
 *
 * @param {string} tag
 * @param {string} className
 * @param {...(Node | string)} content
 */
export function element(tag, className, ...content) {
  const made = document.createElement(tag)
  if (className !== '') made.className = className
  made.append(...content)
  return made
}

/**
 * A button that reads like a link: it leads to an object or a moment.
 *
 * @param {string} text
 * @param {() => void} go
 */
export function leadTo(text, go) {
  const button = element('button', 'lead', text)
  button.setAttribute('type', 'button')
  button.addEventListener('click', go)
  return button
}

const listedMax = 40

/**
 * A heading with a list under it, long ones cut; nothing where there is nothing to list.
 *
 * @template T
 * @param {string} title
 * @param {readonly T[]} items
 * @param {(item: T) => Node | string} show
 * @param {'ul' | 'ol'} [tag]
 * @returns {readonly Node[]}
 */
export function listOf(title, items, show, tag = 'ul') {
  if (items.length === 0) return []
  const rows = items.slice(0, listedMax).map((item) => element('li', '', show(item)))
  if (items.length > listedMax) rows.push(element('li', 'rest', `and ${items.length - listedMax} more`))
  return [element('h3', '', title), element(tag, '', ...rows)]
}

/**
 * Puts new content into a part of the page. Where the focus was in it, it goes to the new heading: it would be lost
 * with what had it.
 *
 * @param {HTMLElement} part
 * @param {readonly Node[]} content
 */
export function showIn(part, content) {
  const hadFocus = part.contains(document.activeElement) && part !== document.activeElement
  part.replaceChildren(...content)
  const heading = part.querySelector('h2')
  if (!hadFocus || heading === null) return
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
}
