import { hexOfBytes, littleEndian, padded, utf8 } from './bytes.ts'

const primes: readonly number[] = firstPrimes(64)
const roundConstants: readonly number[] = primes.map((prime) => fractionBits(Math.cbrt(prime)))
const initialState: readonly number[] = primes.slice(0, 8).map((prime) => fractionBits(Math.sqrt(prime)))

function firstPrimes(count: number): readonly number[] {
  const found: number[] = []
  for (let candidate = 2; found.length < count; candidate++)
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate)
  return found
}

function fractionBits(value: number): number {
  return Math.floor((value - Math.floor(value)) * 2 ** 32) | 0
}

/** SHA-256 of a text in hexadecimal digits. [FIPS 180-4] */
export function sha256(text: string): string {
  const bytes = utf8(text)
  const message = padded(bytes, littleEndian(bytes.length * 8, 8).toReversed())
  let state = initialState
  for (let start = 0; start < message.length; start += 64) state = mixBlock(state, schedule(message, start))
  return hexOfBytes(state.flatMap((word) => littleEndian(word >>> 0, 4).toReversed()))
}

function rotate(word: number, count: number): number {
  return (word >>> count) | (word << (32 - count))
}

function schedule(message: readonly number[], start: number): readonly number[] {
  const words: number[] = []
  for (let index = 0; index < 16; index++) {
    const [a = 0, b = 0, c = 0, d = 0] = message.slice(start + index * 4, start + index * 4 + 4)
    words.push((a << 24) | (b << 16) | (c << 8) | d)
  }
  for (let index = 16; index < 64; index++) {
    const [far = 0, near = 0] = [words[index - 15], words[index - 2]]
    const small0 = rotate(far, 7) ^ rotate(far, 18) ^ (far >>> 3)
    const small1 = rotate(near, 17) ^ rotate(near, 19) ^ (near >>> 10)
    words.push(((words[index - 16] ?? 0) + small0 + (words[index - 7] ?? 0) + small1) | 0)
  }
  return words
}

function mixBlock(state: readonly number[], words: readonly number[]): readonly number[] {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (const [index, word] of words.entries()) {
    const big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const first = (h + big1 + ((e & f) ^ (~e & g)) + (roundConstants[index] ?? 0) + word) | 0
    const big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0]
  }
  return [a, b, c, d, e, f, g, h].map((word, index) => ((state[index] ?? 0) + word) | 0)
}
