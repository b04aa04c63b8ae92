/** The bytes of a text in UTF-8. */
export function utf8(text: string): readonly number[] {
  const encoded = encodeURIComponent(text).matchAll(/%([0-9A-F]{2})|(.)/g)
  return [...encoded].map(([, hex, character = '']) => (hex ? Number.parseInt(hex, 16) : character.charCodeAt(0)))
}

export function hexOfBytes(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The bytes of an unsigned number, lowest first. */
export function littleEndian(value: number, length: number): readonly number[] {
  return Array.from({ length }, (_, index) => Math.floor(value / 256 ** index) % 256)
}

/** Message padding of MD5 and SHA-256: a one bit, zeros, and 64 bits of length, up to whole blocks of 64 bytes. */
export function padded(bytes: readonly number[], lengthBytes: readonly number[]): readonly number[] {
  const zeros = (119 - (bytes.length % 64)) % 64
  return [...bytes, 0x80, ...Array.from({ length: zeros }, () => 0), ...lengthBytes]
}
