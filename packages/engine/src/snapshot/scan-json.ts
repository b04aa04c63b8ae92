/** A piece of a JSON text. `end` is where it stops, -1 where the text stops first. */
export interface JsonSpan {
  readonly start: number
  readonly end: number
  readonly depth: number
}

/** One value at the top of a text, with the elements of its list: its own, or those of its field `items`. */
export interface JsonValueSpan extends JsonSpan {
  readonly elements: readonly JsonSpan[]
  /** offset of the bracket that opens the list of elements; -1 without one */
  readonly listStart: number
}

interface Scan {
  readonly text: string
  readonly recovering: boolean
  readonly values: JsonValueSpan[]
  at: number
  depth: number
  start: number
  deepest: number
  /** depth inside the list whose elements are wanted; -1 outside of it */
  listDepth: number
  listStart: number
  elements: JsonSpan[]
  elementStart: number
  elementDeepest: number
  /** the last string at depth 1 */
  lastText: string
  key: string
}

const QUOTE = 34
const COMMA = 44
const COLON = 58
const BACKSLASH = 92

/**
 * Finds the values of a JSON text and the elements of their lists by brackets and strings alone, without recursion and
 * without judging what is between. `recovering` lets a string end with its line, so that an unclosed one does no more harm.
 */
export function scanJson(text: string, recovering = false): readonly JsonValueSpan[] {
  const scan: Scan = { text, recovering, values: [], at: 0, depth: 0, ...freshValue() }
  while (scan.at < text.length) {
    step(scan, text.charCodeAt(scan.at))
    scan.at++
  }
  if (scan.start >= 0) endValue(scan, scan.depth === 0 ? text.length : -1)
  return scan.values
}

function freshValue(): Omit<Scan, 'text' | 'recovering' | 'values' | 'at' | 'depth'> {
  return {
    start: -1,
    deepest: 0,
    listDepth: -1,
    listStart: -1,
    elements: [],
    elementStart: -1,
    elementDeepest: 0,
    lastText: '',
    key: '',
  }
}

function step(scan: Scan, code: number): void {
  if (code === 32 || (code >= 9 && code <= 13)) {
    if (scan.depth === 0 && scan.start >= 0) endValue(scan, scan.at)
    return
  }
  if (code === 93 || code === 125) close(scan)
  else if (code === COMMA) endElement(scan, scan.at)
  else {
    begin(scan)
    if (code === QUOTE) skipText(scan)
    else if (code === 91 || code === 123) open(scan, code === 91)
    else if (code === COLON && scan.depth === 1) scan.key = scan.lastText
  }
}

/** Something begins here: a value, and within the list an element. */
function begin(scan: Scan): void {
  if (scan.start < 0) scan.start = scan.at
  if (scan.depth === scan.listDepth && scan.elementStart < 0) {
    scan.elementStart = scan.at
    scan.elementDeepest = scan.depth
  }
}

function open(scan: Scan, isList: boolean): void {
  if (scan.depth === 0 && scan.start < scan.at) {
    endValue(scan, scan.at)
    scan.start = scan.at
  }
  scan.depth++
  if (scan.depth > scan.deepest) scan.deepest = scan.depth
  if (scan.depth > scan.elementDeepest) scan.elementDeepest = scan.depth
  const wanted = isList && scan.listStart < 0 && (scan.depth === 1 || (scan.depth === 2 && scan.key === 'items'))
  if (!wanted) return
  scan.listDepth = scan.depth
  scan.listStart = scan.at
}

function close(scan: Scan): void {
  if (scan.depth === 0) {
    begin(scan)
    return
  }
  if (scan.depth === scan.listDepth) {
    endElement(scan, scan.at)
    scan.listDepth = -1
  }
  scan.depth--
  if (scan.depth === 0) endValue(scan, scan.at + 1)
}

function endElement(scan: Scan, end: number): void {
  if (scan.depth !== scan.listDepth || scan.elementStart < 0) return
  scan.elements.push({ start: scan.elementStart, end, depth: scan.elementDeepest })
  scan.elementStart = -1
}

function endValue(scan: Scan, end: number): void {
  if (scan.elementStart >= 0) {
    const elementEnd = scan.depth === scan.listDepth ? scan.at : -1
    scan.elements.push({ start: scan.elementStart, end: elementEnd, depth: scan.elementDeepest })
  }
  const { start, deepest, elements, listStart } = scan
  scan.values.push({ start, end, depth: deepest, elements, listStart })
  Object.assign(scan, freshValue())
}

/** Moves to the quote that closes the string. */
function skipText(scan: Scan): void {
  const { text } = scan
  const start = scan.at + 1
  let end = text.indexOf('"', start)
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  if (end < 0) end = text.length
  if (scan.recovering) {
    const lineEnd = text.indexOf('\n', start)
    if (lineEnd >= 0 && lineEnd < end) end = lineEnd
  }
  if (scan.depth === 1) scan.lastText = text.slice(start, end)
  scan.at = end
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++
  return backslashes % 2 === 1
}
