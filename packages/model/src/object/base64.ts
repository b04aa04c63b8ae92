const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The bytes of a text in UTF-8, as JSON carries bytes: base64 with padding. */
export function encodeBase64(text: string): string {
  const bytes = utf8(text)
  let out = ''
  for (let index = 0; index < bytes.length; index += 3) out += encodeTriple(bytes.slice(index, index + 3))
  return out
}

function encodeTriple(bytes: readonly number[]): string {
  const [first = 0, second = 0, third = 0] = bytes
  const bits = (first << 16) | (second << 8) | third
  const digits = [18, 12, 6, 0].map((shift) => alphabet[(bits >> shift) & 63] ?? '').join('')
  return digits.slice(0, bytes.length + 1).padEnd(4, '=')
}

function utf8(text: string): readonly number[] {
  const escaped = encodeURIComponent(text)
  const bytes: number[] = []
  for (let index = 0; index < escaped.length; index++) {
    const isEscape = escaped[index] === '%'
    bytes.push(isEscape ? Number.parseInt(escaped.slice(index + 1, index + 3), 16) : escaped.charCodeAt(index))
    if (isEscape) index += 2
  }
  return bytes
}
