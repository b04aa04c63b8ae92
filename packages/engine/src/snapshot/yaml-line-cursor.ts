/** A place in a YAML text that is read line by line: the content of one line that is neither empty nor a comment. */
export interface LineCursor {
  readonly text: string
  /** offset of the content */
  at: number
  /** column of the content; -1 after the last line */
  indent: number
  /** where the line starts and where its line break stands */
  lineStart: number
  end: number
  /** something was met that the reader of lines does not know: nothing that it gives may be used */
  unusual: boolean
}

const SPACE = 32
const TAB = 9
const HASH = 35
const DASH = 45

export function openLines(text: string): LineCursor {
  const cursor: LineCursor = { text, at: 0, indent: -1, lineStart: 0, end: -1, unusual: false }
  nextLine(cursor)
  return cursor
}

/** Gives up: the cursor looks as at the end of the text, so that all who read from it come to their end. */
export function giveUp(cursor: LineCursor): null {
  cursor.unusual = true
  cursor.indent = -1
  cursor.end = cursor.text.length
  cursor.at = cursor.end
  return null
}

export function nextLine(cursor: LineCursor): void {
  const { text } = cursor
  let start = cursor.end + 1
  while (start < text.length) {
    let end = text.indexOf('\n', start)
    if (end < 0) end = text.length
    let at = start
    while (text.charCodeAt(at) === SPACE) at++
    const code = text.charCodeAt(at)
    if (at < end && code === TAB) {
      giveUp(cursor)
      return
    }
    if (at < end && code !== HASH) {
      cursor.lineStart = start
      cursor.at = at
      cursor.indent = at - start
      cursor.end = end
      return
    }
    start = end + 1
  }
  cursor.end = text.length
  cursor.at = text.length
  cursor.indent = -1
}

/** Whether the content is an item of a block sequence. */
export function isDash(cursor: LineCursor): boolean {
  if (cursor.text.charCodeAt(cursor.at) !== DASH || cursor.indent < 0) return false
  const after = cursor.at + 1
  return after >= cursor.end || cursor.text.charCodeAt(after) === SPACE
}

/** The first offset from here on that is no space; the line's end where there is none. */
export function skipSpaces(cursor: LineCursor, from: number): number {
  let at = from
  while (at < cursor.end && cursor.text.charCodeAt(at) === SPACE) at++
  return at
}

/** The content from an offset to the line's end, without the spaces there. */
export function restOfLine(cursor: LineCursor, from: number): string {
  let end = cursor.end
  while (end > from && cursor.text.charCodeAt(end - 1) === SPACE) end--
  return cursor.text.slice(from, end)
}
