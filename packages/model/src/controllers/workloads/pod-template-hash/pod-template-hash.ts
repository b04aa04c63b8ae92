import type { Json } from '../../../object/json.ts'
import { goDump } from './go-dump.ts'

/** What names are made of: no vowels, nothing that is mistaken. [apimachinery pkg/util/rand alphanums] */
const alphanums = 'bcdfghjklmnpqrstvwxz2456789'

/**
 * The label `pod-template-hash`: FNV-1a of the template as Go prints it, and of how often it met another template of the
 * same hash. [pkg/controller/controller_utils.go ComputeHash; pkg/util/hash/hash.go DeepHashObject]
 */
export function podTemplateHash(template: Json | undefined, collisionCount: number | undefined): string {
  let hash = fnv1a(offsetBasis, utf8(goDump('v1.PodTemplateSpec', template)))
  if (collisionCount !== undefined) hash = fnv1a(hash, littleEndian64(collisionCount))
  return safeEncode(String(hash))
}

const offsetBasis = 0x811c9dc5
const prime = 0x01000193

function fnv1a(start: number, bytes: Iterable<number>): number {
  let hash = start
  for (const byte of bytes) hash = Math.imul(hash ^ byte, prime) >>> 0
  return hash
}

function littleEndian64(count: number): readonly number[] {
  return [count & 255, (count >>> 8) & 255, (count >>> 16) & 255, (count >>> 24) & 255, 0, 0, 0, 0]
}

function* utf8(text: string): Generator<number> {
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
function safeEncode(text: string): string {
  return [...text].map((character) => alphanums[character.charCodeAt(0) % alphanums.length]).join('')
}
