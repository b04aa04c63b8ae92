/** In which notation a quantity is printed. [apimachinery pkg/api/resource/quantity.go Format] */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent'

/** A fixed-point number with the notation it was written in. Never a float. */
export interface Quantity {
  /** in units of 10^-9 */
  readonly nano: bigint
  readonly format: QuantityFormat
  /** The text it was read from, kept where Go takes it for canonical; sums have none. */
  readonly text?: string
}

const NANO_DIGITS = 9
const NANO = 10n ** 9n
/** Bound on exponents: beyond it Go's own arithmetic would exhaust memory. */
const exponentMax = 10_000
const binaryMax = (2n ** 63n - 1n) * NANO

const DECIMAL: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
}
const BINARY: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 }

interface Suffix {
  readonly format: QuantityFormat
  readonly exponent: number
}

interface Parts {
  readonly negative: boolean
  readonly integer: string
  readonly fraction: string
  /** whether any digit was written */
  readonly digits: boolean
  readonly suffix: Suffix
}

/**
 * A quantity as it stands in JSON, or undefined where it is none. Surrounding space is ignored; a suffix alone counts as
 * zero; more than nine decimals are rounded away from zero. [quantity.go UnmarshalJSON, ParseQuantity]
 */
export function parseQuantity(text: string | number): Quantity | undefined {
  const written = String(text).trim()
  if (written === '') return undefined
  if (written === '0') return { nano: 0n, format: 'DecimalSI', text: '0' }
  const parts = split(written)
  if (parts === undefined || Math.abs(parts.suffix.exponent) > exponentMax) return undefined
  return isSmall(parts) ? small(parts, written) : large(parts)
}

function split(text: string): Parts | undefined {
  const [, sign, zeros = '', integer = '', fraction = '', suffix = ''] =
    /^([+-]?)(0*)([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/.exec(text) ?? []
  if (sign === undefined) return undefined
  const interpreted = interpret(suffix)
  if (interpreted === undefined) return undefined
  const digits = zeros !== '' || integer !== '' || fraction !== ''
  return { negative: sign === '-', integer: integer === '' ? '0' : integer, fraction, digits, suffix: interpreted }
}

function interpret(suffix: string): Suffix | undefined {
  const decimal = Object.hasOwn(DECIMAL, suffix) ? DECIMAL[suffix] : undefined
  if (decimal !== undefined) return { format: 'DecimalSI', exponent: decimal }
  const binary = Object.hasOwn(BINARY, suffix) ? BINARY[suffix] : undefined
  if (binary !== undefined) return { format: 'BinarySI', exponent: binary }
  if (!/^[eE][+-]?[0-9]+$/.test(suffix)) return undefined
  return { format: 'DecimalExponent', exponent: Number(suffix.slice(1)) }
}

/** Whether Go reads the number into an int64: few digits, and no fraction of a binary unit. [ParseQuantity, precision] */
function isSmall({ integer, fraction, suffix }: Parts): boolean {
  if (suffix.format === 'BinarySI')
    return fraction === '' && 15 - integer.length - Math.trunc((suffix.exponent * 3) / 10) - 1 >= 0
  return integer.length + fraction.length <= 18 && suffix.exponent - fraction.length >= -NANO_DIGITS
}

/** A number in int64 keeps its text where that looks canonical. */
function small(parts: Parts, text: string): Quantity {
  const { negative, integer, fraction, suffix } = parts
  const digits = integer + fraction
  const value = BigInt(digits)
  const binary = suffix.format === 'BinarySI'
  const scale = suffix.exponent - fraction.length
  const magnitude = binary ? (value << BigInt(suffix.exponent)) * NANO : value * 10n ** BigInt(scale + NANO_DIGITS)
  const canonical = binary ? (value & 7n) !== 0n : scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0')
  const nano = negative ? -magnitude : magnitude
  return canonical ? { nano, format: suffix.format, text } : { nano, format: suffix.format }
}

function large(parts: Parts): Quantity | undefined {
  if (!parts.digits) return undefined
  let nano = magnitudeInNano(parts)
  let format = parts.suffix.format
  if (format === 'BinarySI' && nano > binaryMax) nano = binaryMax
  if (format === 'BinarySI' && nano > 0n && nano < NANO) format = 'DecimalSI'
  return { nano: parts.negative ? -nano : nano, format }
}

/** What is finer than 10^-9 is rounded up. */
function magnitudeInNano({ integer, fraction, suffix }: Parts): bigint {
  const binary = suffix.format === 'BinarySI'
  const value = BigInt(integer + fraction) << BigInt(binary ? suffix.exponent : 0)
  const scale = NANO_DIGITS - fraction.length + (binary ? 0 : suffix.exponent)
  if (scale >= 0) return value * 10n ** BigInt(scale)
  const unit = 10n ** BigInt(-scale)
  return (value + unit - 1n) / unit
}

/**
 * The canonical text: no fraction, the largest suffix that loses nothing. In binary notation, numbers below 1024 and
 * fractions are printed in decimal notation. [quantity.go CanonicalizeBytes, String]
 */
export function formatQuantity(quantity: Quantity): string {
  if (quantity.text !== undefined) return quantity.text
  if (quantity.nano === 0n) return '0'
  if (quantity.format !== 'BinarySI') return decimalText(quantity.nano, quantity.format)
  const tiny = quantity.nano > -1024n * NANO && quantity.nano < 1024n * NANO
  if (tiny || quantity.nano % NANO !== 0n) return decimalText(quantity.nano, 'DecimalSI')
  return binaryText(quantity.nano / NANO)
}

function decimalText(nano: bigint, format: QuantityFormat): string {
  let mantissa = nano
  let exponent = -NANO_DIGITS
  while (mantissa % 1000n === 0n) {
    mantissa /= 1000n
    exponent += 3
  }
  if (format === 'DecimalExponent') return exponent === 0 ? `${mantissa}` : `${mantissa}e${exponent}`
  return `${mantissa}${suffixOf(DECIMAL, exponent)}`
}

function binaryText(value: bigint): string {
  let mantissa = value
  let exponent = 0
  while (mantissa % 1024n === 0n) {
    mantissa /= 1024n
    exponent += 10
  }
  return `${mantissa}${suffixOf(BINARY, exponent)}`
}

/** Beyond the largest suffix Go prints none. */
function suffixOf(suffixes: Readonly<Record<string, number>>, exponent: number): string {
  return Object.keys(suffixes).find((suffix) => suffixes[suffix] === exponent) ?? ''
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. The notation does not count. [Cmp] */
export function compareQuantities(a: Quantity, b: Quantity): -1 | 0 | 1 {
  if (a.nano === b.nano) return 0
  return a.nano < b.nano ? -1 : 1
}

/** The sum, in the notation of `a`, or of `b` where `a` is zero. [quantity.go Add] */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  return { nano: a.nano + b.nano, format: a.nano === 0n ? b.format : a.format }
}

/** The difference, in the notation of `a`, or of `b` where `a` is zero. [quantity.go Sub] */
export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  return { nano: a.nano - b.nano, format: a.nano === 0n ? b.format : a.format }
}

/** Whether it is 0 in any unit. */
export function isZeroQuantity(quantity: Quantity): boolean {
  return quantity.nano === 0n
}
