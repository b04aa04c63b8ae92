/** What names are made of: no vowels, nothing that is mistaken. [apimachinery pkg/util/rand alphanums] */
const alphanums = 'bcdfghjklmnpqrstvwxz2456789'

/** Where a hash begins. [Go hash/fnv] */
export const offsetBasis = 0x811c9dc5
const prime = 0x01000193

/** FNV-1: multiplied, then mixed with the byte. [Go hash/fnv New32] */
export function fnv1(start: number, bytes: Iterable<number>): number {
  let hash = start
  for (const byte of bytes) hash = (Math.imul(hash, prime) ^ byte) >>> 0
  return hash
}

/** FNV-1a: mixed with the byte, then multiplied. [Go hash/fnv New32a] */
export function fnv1a(start: number, bytes: Iterable<number>): number {
  let hash = start
  for (const byte of bytes) hash = Math.imul(hash ^ byte, prime) >>> 0
  return hash
}

/** The bytes of a text. */
export function* utf8(text: string): Generator<number> {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x80) yield code
    else if (code < 0x800) yield* [0xc0 | (code >> 6), continued(code)]
    else if (code < 0x10000) yield* [0xe0 | (code >> 12), continued(code >> 6), continued(code)]
    else yield* [0xf0 | (code >> 18), continued(code >> 12), continued(code >> 6), continued(code)]
  }
}

function continued(bits: number): number {
  return 0x80 | (bits & 0x3f)
}

/** [apimachinery pkg/util/rand SafeEncodeString] */
export function safeEncode(text: string): string {
  return [...text].map((character) => alphanums[character.charCodeAt(0) % alphanums.length]).join('')
}
