import { isJsonArray, isJsonObject, type Json } from './json.ts'

const ESCAPES: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
}
const PRINTABLE = /[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u

/** A text in double quotes as Go writes it: what is not printable is escaped. [Go strconv.Quote, fmt %q] */
export function goQuote(text: string): string {
  return `"${[...text].map(quotedRune).join('')}"`
}

function quotedRune(rune: string): string {
  const escaped = ESCAPES[rune]
  if (escaped !== undefined) return escaped
  if (PRINTABLE.test(rune)) return rune
  const code = rune.codePointAt(0) ?? 0
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd'
  if (code < 0x80) return `\\x${hex(code, 2)}`
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, '0')
}

/** A list of texts in Go syntax: `[]string{"a", "b"}`. [Go fmt %#v] */
export function goStringSlice(texts: readonly string[]): string {
  return `[]string{${texts.map(goQuote).join(', ')}}`
}

/**
 * JSON as Go writes it: no spaces, and `<`, `>`, `&` escaped so that it can stand in HTML. Fields are written in the
 * order they have, as Go does with structs; for a map sort them first (`sortedFields`). [Go encoding/json.Marshal]
 */
export function goJson(value: Json): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (rune) => `\\u${hex(rune.charCodeAt(0), 4)}`)
}

/** The same value with the fields of all its objects in the order in which Go writes a map: sorted. */
export function sortedFields(value: Json): Json {
  if (isJsonArray(value)) return value.map(sortedFields)
  if (!isJsonObject(value)) return value
  const sorted = sortedEntries(value).map(([field, inner]) => [field, sortedFields(inner)] as const)
  return Object.fromEntries(sorted)
}

/** A number as Go prints it: an integer bare, a fraction with an exponent where it is below 10^-4 or from 10^6. [Go fmt %v] */
export function goNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 63) return String(value)
  const [digits = '', exponent = '0'] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 6) return String(value)
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}

/** A value as Go prints it without a format of its own: `map[a:1 b:[x y]]`. [Go fmt %v of decoded JSON] */
export function goPrint(value: Json | undefined): string {
  if (value === null || value === undefined) return '<nil>'
  if (typeof value === 'string') return value
  if (typeof value === 'number') return goNumber(value)
  if (typeof value === 'boolean') return String(value)
  if (isJsonArray(value)) return `[${value.map(goPrint).join(' ')}]`
  return isJsonObject(value) ? `map[${printedFields(value)}]` : ''
}

function printedFields(value: { readonly [field: string]: Json | undefined }): string {
  return sortedEntries(value)
    .map(([field, inner]) => `${field}:${goPrint(inner)}`)
    .join(' ')
}

function sortedEntries(value: { readonly [field: string]: Json | undefined }): (readonly [string, Json])[] {
  return Object.entries(value)
    .filter((entry): entry is [string, Json] => entry[1] !== undefined)
    .sort(([a], [b]) => compareTexts(a, b))
}

/** Order of texts by code, the same on every machine. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** How many bytes a text has in UTF-8, which is what Go's `len` counts. */
export function byteLength(text: string): number {
  let bytes = 0
  for (const rune of text) {
    const code = rune.codePointAt(0) ?? 0
    if (code < 0x80) bytes += 1
    else if (code < 0x800) bytes += 2
    else bytes += code < 0x10000 ? 3 : 4
  }
  return bytes
}
