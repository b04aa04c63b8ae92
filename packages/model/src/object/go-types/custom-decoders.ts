import { goNumber, goQuote } from '../go-format.ts'
import { isJsonArray, type Json } from '../json.ts'
import { parseQuantity } from '../quantity.ts'

/** Says what is of which type at the place that is decoded. */
type Tell = (word: string, type: string) => string

/** What a type with its own decoder says of a value, if it does not take it. */
export function customProblem(type: string, value: Json, tell: Tell): string | undefined {
  return decoders[type]?.(value, tell)
}

const decoders: Readonly<Record<string, (value: Json, tell: Tell) => string | undefined>> = {
  'resource.Quantity': quantityProblem,
  'intstr.IntOrString': (value, tell) =>
    typeof value === 'string' || isInt32(value) ? undefined : tell(wordForInteger(value), 'int32'),
  'v1.Time': timeProblem,
  'v1.MicroTime': timeProblem,
  '[]uint8': (value) => (typeof value === 'string' ? base64Problem(value) : undefined),
}

/** Whether it is a whole number of 32 bits. */
export function isInt32(value: Json): boolean {
  return Number.isInteger(value) && (Math.abs(Number(value)) < 2 ** 31 || value === -(2 ** 31))
}

const wellFormed = /^[+-]?[0-9]*(\.[0-9]*)?[eEinumkKMGTP]*[-+]?[0-9]*$/
const quantityRule = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"

/** [apimachinery pkg/api/resource/quantity.go:ParseQuantity] */
function quantityProblem(value: Json): string | undefined {
  const isScalar = typeof value === 'string' || typeof value === 'number'
  if (isScalar && parseQuantity(value)) return undefined
  const isSuffix = isScalar && value !== '' && wellFormed.test(String(value).trim())
  return isSuffix ? "unable to parse quantity's suffix" : quantityRule
}

const timeLayout: readonly string[] = ['2006', '-', '01', '-', '02', 'T', '15', ':', '04', ':', '05', 'Z07:00']
const timeParts: readonly RegExp[] = timeLayout.map((part) => {
  if (part === '2006') return /^\d{4}/
  if (part === '15') return /^\d{1,2}/
  if (part === '05') return /^\d{2}(?:[.,]\d+)?/
  if (part === 'Z07:00') return /^(?:Z|[+-]\d\d:\d\d)/
  return /^\d/.test(part) ? /^\d{2}/ : new RegExp(`^${part}`)
})

/** By position in the layout. */
const timeRanges: Readonly<Record<number, readonly [name: string, least: number, most: number]>> = {
  2: ['month', 1, 12],
  4: ['day', 1, 31],
  6: ['hour', 0, 23],
  8: ['minute', 0, 59],
  10: ['second', 0, 59],
}

/** Moments are RFC 3339. Not modelled: how many days a month has. [apimachinery meta/v1/time.go; Go time.Parse] */
function timeProblem(value: Json, tell: Tell): string | undefined {
  if (typeof value !== 'string') return tell(wordFor(value), 'string')
  const said = `parsing time ${goQuote(value)}`
  let rest = value
  for (const [index, part] of timeParts.entries()) {
    const text = part.exec(rest)?.[0]
    if (text === undefined)
      return `${said} as "${timeLayout.join('')}": cannot parse ${goQuote(rest)} as "${timeLayout[index]}"`
    const range = timeRanges[index]
    if (range && (Number.parseInt(text, 10) < range[1] || Number.parseInt(text, 10) > range[2]))
      return `${said}: ${range[0]} out of range`
    rest = rest.slice(text.length)
  }
  return rest === '' ? undefined : `${said}: extra text: ${goQuote(rest)}`
}

/** Where Go's decoder stops. Line ends are passed over. [encoding/base64 decodeQuantum] */
function base64Problem(text: string): string | undefined {
  const bare = [...text].flatMap((char, index) => (/[\r\n]/.test(char) ? [] : [{ char, index }]))
  const at = (index: number): string => `illegal base64 data at input byte ${index}`
  const end = bare.findIndex(({ char }) => !/[A-Za-z0-9+/]/.test(char))
  if (end === -1) return bare.length % 4 === 0 ? undefined : at(text.length - (bare.length % 4))
  const position = bare[end]?.index ?? 0
  if (bare[end]?.char !== '=' || end % 4 < 2) return at(position)
  const padding = end % 4 === 2 ? 2 : 1
  const next = bare[end + 1]
  if (padding === 2 && next?.char !== '=') return at(next ? next.index - 1 : text.length)
  const extra = bare[end + padding]
  return extra ? at(extra.index) : undefined
}

/** Go's word for a type of JSON. */
export function wordFor(value: Json): string {
  if (isJsonArray(value)) return 'array'
  return typeof value === 'boolean' ? 'bool' : typeof value
}

/** Of numbers that are no integers, or too large, the number is told. */
export function wordForInteger(value: Json): string {
  return typeof value === 'number' ? `number ${goNumber(value)}` : wordFor(value)
}
