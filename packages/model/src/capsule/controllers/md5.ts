import { hexOfBytes, littleEndian, padded, utf8 } from './bytes.ts'

const shifts: readonly (readonly number[])[] = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
]
const sines: readonly number[] = Array.from({ length: 64 }, (_, index) =>
  Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32),
)

type State = readonly [number, number, number, number]

/** MD5 of a text in hexadecimal digits. [RFC 1321] */
export function md5(text: string): string {
  const bytes = utf8(text)
  const message = padded(bytes, littleEndian(bytes.length * 8, 8))
  let state: State = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]
  for (let start = 0; start < message.length; start += 64) state = mixBlock(state, wordsOf(message, start))
  return hexOfBytes(state.flatMap((word) => littleEndian(word >>> 0, 4)))
}

function wordsOf(message: readonly number[], start: number): readonly number[] {
  return Array.from({ length: 16 }, (_, index) => {
    const [a = 0, b = 0, c = 0, d = 0] = message.slice(start + index * 4, start + index * 4 + 4)
    return a | (b << 8) | (c << 16) | (d << 24)
  })
}

function mixBlock(state: State, words: readonly number[]): State {
  let [a, b, c, d] = state
  for (let step = 0; step < 64; step++) {
    const [mixed, word] = round(step, b, c, d)
    const sum = (a + mixed + (sines[step] ?? 0) + (words[word] ?? 0)) | 0
    const shift = shifts[step >> 4]?.[step & 3] ?? 0
    ;[a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0]
  }
  return [(state[0] + a) | 0, (state[1] + b) | 0, (state[2] + c) | 0, (state[3] + d) | 0]
}

function round(step: number, b: number, c: number, d: number): readonly [number, number] {
  if (step < 16) return [(b & c) | (~b & d), step]
  if (step < 32) return [(d & b) | (~d & c), (5 * step + 1) % 16]
  if (step < 48) return [b ^ c ^ d, (3 * step + 5) % 16]
  return [c ^ (b | ~d), (7 * step) % 16]
}
