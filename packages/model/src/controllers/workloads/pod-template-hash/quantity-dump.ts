import type { Json } from '../../../object/json.ts'

/** What the parser of quantities makes of a text. */
interface ParsedQuantity {
  readonly value: bigint
  readonly scale: number
  readonly format: string
  /** whether the text is kept beside the number, as it is known to be canonical */
  readonly canonical: boolean
}

const decimalExponents: Readonly<Record<string, number>> = {
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
const binaryExponents: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 }

/**
 * The fields of a resource.Quantity that was parsed from its text.
 * [apimachinery pkg/api/resource/quantity.go ParseQuantity]
 *
 * Not modelled: numbers that do not fit the fast path (18 digits); they are printed as zero.
 */
export function dumpQuantity(value: Json | undefined): string {
  const text = String(value ?? '')
  const parsed = text === '0' ? { ...zero, format: 'DecimalSI', canonical: true } : parseQuantity(text)
  const amount = `(resource.int64Amount){value:(int64)${parsed.value} scale:(resource.Scale)${parsed.scale}}`
  const kept = parsed.canonical ? text : ''
  return `{i:${amount} d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string)${kept} Format:(resource.Format)${parsed.format}}`
}

const zero: ParsedQuantity = { value: 0n, scale: 0, format: '', canonical: false }

function parseQuantity(text: string): ParsedQuantity {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?([A-Za-z]*)([+-]?\d*)$/.exec(text)
  if (!match || text === '') return zero
  const [, sign = '', digits = '', fraction = '', suffix = '', power = ''] = match
  const whole = digits.replace(/^0+(?=\d)/, '')
  const negate = (value: bigint): bigint => (sign === '-' ? -value : value)
  const binary = binaryExponents[suffix]
  if (binary !== undefined) {
    const number = BigInt(whole)
    const canonical = binary % 10 === 0 && (number & 7n) !== 0n
    return { value: negate(number << BigInt(binary)), scale: 0, format: 'BinarySI', canonical }
  }
  const exponential = /^[eE]$/.test(suffix) && power !== ''
  const exponent = exponential ? Number(power) : (decimalExponents[suffix] ?? 0)
  const shifted = `${whole}${fraction}`
  const scale = exponent - fraction.length
  const canonical = scale % 3 === 0 && !shifted.endsWith('000') && !shifted.startsWith('0')
  return {
    value: negate(BigInt(shifted)),
    scale,
    format: exponential ? 'DecimalExponent' : 'DecimalSI',
    canonical,
  }
}
