import { resolvePlainScalar } from './plain-scalar.ts'
import { giveUp, type LineCursor, nextLine, restOfLine, skipSpaces } from './yaml-line-cursor.ts'
import { foldLines, unescapeDoubleQuoted } from './yaml-quoted.ts'

/**
 * Reads the scalar or empty collection at an offset of the cursor's line and moves to the next line. `parentIndent` is the
 * column of the mapping or sequence that holds it: what belongs to it stands further right.
 */
export function readLineScalar(cursor: LineCursor, from: number, parentIndent: number): unknown {
  switch (cursor.text.charAt(from)) {
    case '"':
    case "'":
      return readQuoted(cursor, from, parentIndent)
    case '|':
      return readLiteral(cursor, from, parentIndent)
    case '{':
    case '[':
      return readEmpty(cursor, from)
    default:
      return readPlain(cursor, from, parentIndent)
  }
}

function readEmpty(cursor: LineCursor, from: number): unknown {
  const text = restOfLine(cursor, from)
  if (text !== '{}' && text !== '[]') return giveUp(cursor)
  nextLine(cursor)
  return text === '{}' ? {} : []
}

const indicators = '&*!>%@`,]}#'

function readPlain(cursor: LineCursor, from: number, parentIndent: number): unknown {
  let text = restOfLine(cursor, from)
  if (!isPlain(text)) return giveUp(cursor)
  let end = cursor.end
  nextLine(cursor)
  if (cursor.indent <= parentIndent) return resolvePlainScalar(text)
  while (cursor.indent > parentIndent) {
    const more = restOfLine(cursor, cursor.at)
    if (cursor.lineStart !== end + 1 || !isPlain(more)) return giveUp(cursor)
    text += ` ${more}`
    end = cursor.end
    nextLine(cursor)
  }
  return resolvePlainScalar(text)
}

/** Whether a text is nothing but a plain scalar, not a key, a comment, or the start of something else. */
function isPlain(text: string): boolean {
  const first = text.charAt(0)
  if (indicators.includes(first) || ((first === '-' || first === '?' || first === ':') && !/^.[^\s]/.test(text)))
    return false
  return !text.includes(': ') && !text.includes(' #') && !text.includes('\t') && !text.endsWith(':')
}

function readQuoted(cursor: LineCursor, from: number, parentIndent: number): unknown {
  const { text } = cursor
  const isDouble = text.charAt(from) === '"'
  const close = isDouble ? closingDouble(text, from) : closingSingle(text, from)
  if (close < 0) return giveUp(cursor)
  const raw = text.slice(from + 1, close)
  if (close > cursor.end) {
    if (!isIndented(raw, parentIndent)) return giveUp(cursor)
    const lineEnd = text.indexOf('\n', close)
    cursor.end = lineEnd < 0 ? text.length : lineEnd
  }
  if (skipSpaces(cursor, close + 1) < cursor.end) return giveUp(cursor)
  nextLine(cursor)
  if (!isDouble) return foldLines(raw).replaceAll("''", "'")
  if (!raw.includes('\\')) return foldLines(raw)
  if (/\\[ \t]*\n/.test(raw)) return giveUp(cursor)
  return unescapeDoubleQuoted(foldLines(raw)) ?? giveUp(cursor)
}

/** Whether the further lines of a quoted scalar stand right of its parent, and no tab makes that doubtful. */
function isIndented(raw: string, parentIndent: number): boolean {
  if (raw.includes('\t')) return false
  return raw.split('\n').every((line, index) => index === 0 || line.trim() === '' || line.search(/[^ ]/) > parentIndent)
}

function closingDouble(text: string, from: number): number {
  let close = text.indexOf('"', from + 1)
  while (close >= 0) {
    let backslashes = 0
    while (text.charAt(close - 1 - backslashes) === '\\') backslashes++
    if (backslashes % 2 === 0) return close
    close = text.indexOf('"', close + 1)
  }
  return -1
}

function closingSingle(text: string, from: number): number {
  let close = text.indexOf("'", from + 1)
  while (close >= 0 && text.charAt(close + 1) === "'") close = text.indexOf("'", close + 2)
  return close
}

/** A literal block: `|`, `|-` or `|+`, with its indentation found from its first line. */
function readLiteral(cursor: LineCursor, from: number, parentIndent: number): unknown {
  const header = /^\|([1-9]?)([-+]?)$/.exec(restOfLine(cursor, from))
  if (!header) return giveUp(cursor)
  const given = header[1] === '' ? undefined : Math.max(parentIndent, 0) + Number(header[1])
  const block = literalLines(cursor, given)
  if (block === undefined || block.indent <= parentIndent) return giveUp(cursor)
  nextLine(cursor)
  if (cursor.indent > parentIndent) return giveUp(cursor)
  const { lines } = block
  let count = lines.length
  while (count > 0 && lines[count - 1] === '') count--
  if (count === 0) return giveUp(cursor)
  const body = lines.slice(0, count).join('\n')
  if (header[2] === '-') return body
  return header[2] === '+' ? `${body}${'\n'.repeat(lines.length - count + 1)}` : `${body}\n`
}

/** The lines of a block without its indentation; leaves the cursor at the end of the last. */
function literalLines(
  cursor: LineCursor,
  given: number | undefined,
): { readonly lines: readonly string[]; readonly indent: number } | undefined {
  const { text } = cursor
  const lines: string[] = []
  let indent = given
  while (cursor.end + 1 < text.length) {
    const start = cursor.end + 1
    const end = text.indexOf('\n', start)
    if (end < 0) return undefined
    let at = start
    while (text.charCodeAt(at) === 32) at++
    if (at === end) {
      if (at - start > (indent ?? 0)) return undefined
      lines.push('')
    } else {
      indent ??= at - start
      if (at - start < indent) {
        if (text.charCodeAt(at) === 9) return undefined
        break
      }
      lines.push(text.slice(start + indent, end))
    }
    cursor.end = end
  }
  return indent === undefined ? undefined : { lines, indent }
}
