import { type Parsed, parsed, refused } from './action-text.ts'

/** Splits a command into words as a POSIX shell does: '…', "…" and backslashes quote. Nothing is expanded. */
export function splitWords(text: string): Parsed<readonly string[]> {
  const words: string[] = []
  let word: string | undefined
  let at = 0
  while (at < text.length) {
    const character = text.charAt(at)
    if (/\s/.test(character)) {
      if (word !== undefined) words.push(word)
      word = undefined
      at++
      continue
    }
    const piece = pieceAt(text, at)
    if (piece === undefined)
      return refused(
        `the quote ${character} at column ${at + 1} is not closed. Expected another ${character} after it.`,
      )
    word = (word ?? '') + piece.text
    at = piece.end
  }
  if (word !== undefined) words.push(word)
  return parsed(words)
}

interface Piece {
  readonly text: string
  readonly end: number
}

function pieceAt(text: string, at: number): Piece | undefined {
  const character = text.charAt(at)
  if (character === '\\') return { text: text.charAt(at + 1), end: at + 2 }
  if (character === '"') return doubleQuoted(text, at)
  if (character !== "'") return { text: character, end: at + 1 }
  const close = text.indexOf("'", at + 1)
  return close < 0 ? undefined : { text: text.slice(at + 1, close), end: close + 1 }
}

/** Within double quotes a backslash quotes only what is special there. */
function doubleQuoted(text: string, start: number): Piece | undefined {
  let out = ''
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '"') return { text: out, end: at + 1 }
    const next = text.charAt(at + 1)
    if (character === '\\' && '"\\$`'.includes(next) && next !== '') {
      out += next
      at++
    } else out += character
  }
  return undefined
}
