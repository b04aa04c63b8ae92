const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
}

const escaped = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|(.))/g

/** The text of a double-quoted scalar, already folded; undefined for an escape that is none or is rare (`\U`). */
export function unescapeDoubleQuoted(text: string): string | undefined {
  let isKnown = true
  const result = text.replace(
    escaped,
    (_whole, hex: string | undefined, unicode: string | undefined, letter: string) => {
      const digits = hex ?? unicode
      if (digits !== undefined) return String.fromCharCode(Number.parseInt(digits, 16))
      const character = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined
      if (character === undefined) isKnown = false
      return character ?? ''
    },
  )
  return isKnown ? result : undefined
}

/** Lines of one flow scalar as one text: a line break is a space, an empty line a line break. [YAML 1.2.2, 6.5] */
export function foldLines(raw: string): string {
  if (!raw.includes('\n')) return raw
  const lines = raw.split('\n')
  const last = lines.length - 1
  let text = (lines[0] ?? '').replace(/[ \t]+$/, '')
  let emptyLines = 0
  for (const [index, line] of lines.entries()) {
    if (index === 0) continue
    const trimmed = index === last ? line.replace(/^[ \t]+/, '') : line.trim()
    if (trimmed === '' && index < last) emptyLines++
    else {
      text += (emptyLines === 0 ? ' ' : '\n'.repeat(emptyLines)) + trimmed
      emptyLines = 0
    }
  }
  return text
}
