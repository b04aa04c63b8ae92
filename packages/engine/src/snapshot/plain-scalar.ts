type Scalar = string | number | boolean | null

const words: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
])

const maybeSpecial = /^[+\-.\d~yYnNtTfFoO]/
const integer = /^([-+]?)(?:0[xX]([\da-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9]\d*))$/
const float = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/

/**
 * What an unquoted word of YAML means to kubectl: YAML 1.1 as Go's library reads it, so `yes` is true, `012` is ten and a
 * timestamp is a text. Infinity and not-a-number, which JSON lacks, stay texts. [go.yaml.in/yaml/v2 resolve.go]
 */
export function resolvePlainScalar(text: string): Scalar {
  if (text !== '' && !maybeSpecial.test(text)) return text
  const word = words.get(text)
  if (word !== undefined) return word
  const first = text.charAt(0)
  if (first === '.') return float.test(text) ? Number(text) : text
  return /[-+\d]/.test(first) ? (numberOf(text.replaceAll('_', '')) ?? text) : text
}

function numberOf(plain: string): number | undefined {
  const match = integer.exec(plain)
  if (match) {
    const [, sign, hex, binary, octal, decimal] = match
    const base = hex ? 16 : binary ? 2 : octal ? 8 : 10
    const magnitude = base === 10 ? Number(decimal) : Number.parseInt(hex ?? binary ?? octal ?? '', base)
    return sign === '-' && magnitude !== 0 ? -magnitude : magnitude
  }
  const number = float.test(plain) ? Number(plain) : Number.NaN
  return Number.isFinite(number) ? number : undefined
}
