/** The first place where a text stops being JSON. */
export interface JsonError {
  readonly offset: number
  readonly message: string
}

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or }' | ', or ]' | 'end'

const words: Readonly<Record<Expected, string>> = {
  value: 'a value',
  'value or ]': "a value or ']'",
  key: 'a field name in double quotes',
  'key or }': "a field name in double quotes or '}'",
  ':': "':' after the field name",
  ', or }': "',' or '}'",
  ', or ]': "',' or ']'",
  end: 'nothing more',
}

const scalar = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y

/**
 * Says where and why a text is not JSON; undefined where it is. Slower than JSON.parse, whose messages name a place only
 * sometimes, so it is asked only once that has refused. Does not recurse.
 */
export function findJsonError(text: string, from: number, to: number): JsonError | undefined {
  const stack: ('{' | '[')[] = []
  let expected: Expected = 'value'
  let at = from
  for (;;) {
    while (at < to && isSpace(text.charCodeAt(at))) at++
    if (at >= to) return expected === 'end' ? undefined : endsEarly(to, expected)
    const token = tokenAt(text, at, to)
    if (typeof token === 'object') return token
    const next = advance(expected, token, stack)
    if (next === undefined) return unexpected(text, at, expected)
    expected = next
    at += token.length
  }
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9
}

function endsEarly(offset: number, expected: Expected): JsonError {
  return { offset, message: `the text ends where ${words[expected]} was expected; it looks cut off` }
}

function unexpected(text: string, offset: number, expected: Expected): JsonError {
  const found = JSON.stringify(String.fromCodePoint(text.codePointAt(offset) ?? 0))
  return { offset, message: `found ${found} where ${words[expected]} was expected` }
}

/** The token here: a bracket, comma, colon, string or scalar; one character where it is none of these. */
function tokenAt(text: string, at: number, to: number): string | JsonError {
  if (text.charAt(at) === '"') return stringAt(text, at, to)
  scalar.lastIndex = at
  return scalar.exec(text)?.[0] ?? text.charAt(at)
}

function stringAt(text: string, start: number, to: number): string | JsonError {
  for (let at = start + 1; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code === 34) return text.slice(start, at + 1)
    if (code < 32) return { offset: at, message: 'a string holds a line break or control character; it looks unclosed' }
    if (code !== 92) continue
    if (!/^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.test(text.slice(at + 1, at + 6)))
      return {
        offset: at,
        message: `a string holds ${JSON.stringify(text.slice(at, at + 2))}, which is no escape of JSON`,
      }
    at++
  }
  return { offset: to, message: 'the text ends within a string; it looks cut off' }
}

/** What is expected after a token; undefined where the token does not belong here. */
function advance(expected: Expected, token: string, stack: ('{' | '[')[]): Expected | undefined {
  const top = stack.at(-1)
  if (
    (token === '}' && (expected === 'key or }' || expected === ', or }')) ||
    (token === ']' && (expected === 'value or ]' || expected === ', or ]'))
  ) {
    stack.pop()
    return afterValue(stack)
  }
  if (expected === ':') return token === ':' ? 'value' : undefined
  if (expected === 'key' || expected === 'key or }') return token.startsWith('"') ? ':' : undefined
  if (expected === ', or }' || expected === ', or ]') {
    if (token !== ',') return undefined
    return top === '{' ? 'key' : 'value'
  }
  if (expected === 'end') return undefined
  if (token === '{' || token === '[') {
    stack.push(token)
    return token === '{' ? 'key or }' : 'value or ]'
  }
  return /^(?:"|-?\d|true$|false$|null$)/.test(token) ? afterValue(stack) : undefined
}

function afterValue(stack: readonly string[]): Expected {
  const top = stack.at(-1)
  return top === undefined ? 'end' : top === '{' ? ', or }' : ', or ]'
}
