import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { formBytes } from './content-form.ts'
import { type ReadLimits, sizeText, TooLarge } from './read-limits.ts'

/** What comes out of a gzip: its first bytes, to tell what it is, and everything, in pieces, to be read once. */
export interface Gunzipped {
  readonly start: Uint8Array
  readonly chunks: AsyncIterable<Uint8Array>
}

/**
 * Unpacks a gzip piece by piece, so that what is not wanted need not be kept.
 *
 * @throws TooLarge while it is read, where more comes out than the limits allow; Error where it is damaged or cut off
 */
export async function gunzip(bytes: Uint8Array, { unpackedBytesMax }: ReadLimits): Promise<Gunzipped> {
  const stream = Readable.from(slices(bytes)).pipe(createGunzip({ chunkSize: 256 * 1024 }))
  const iterator = (stream as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  let length = 0
  while (length < formBytes) {
    const { done, value } = await iterator.next()
    if (done === true) break
    first.push(value)
    length += value.length
  }
  return {
    start: Buffer.concat(first),
    chunks: limited(first, { [Symbol.asyncIterator]: () => iterator }, unpackedBytesMax),
  }
}

const sliceBytes = 2 ** 20

function* slices(bytes: Uint8Array): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += sliceBytes) yield bytes.subarray(at, at + sliceBytes)
}

async function* limited(
  first: readonly Uint8Array[],
  rest: AsyncIterable<Uint8Array>,
  bytesMax: number,
): AsyncIterable<Uint8Array> {
  let bytes = 0
  yield* first
  for await (const chunk of rest) {
    bytes += chunk.length
    if (bytes > bytesMax) throw new TooLarge(`more than ${sizeText(bytesMax)} come out of it`)
    yield chunk
  }
}

/** All of it in one piece. @throws TooLarge where that is more than a file may have */
export async function joined(chunks: AsyncIterable<Uint8Array>, { fileBytesMax }: ReadLimits): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > fileBytesMax) throw new TooLarge(`more than the ${sizeText(fileBytesMax)} that are read come out of it`)
    parts.push(chunk)
  }
  return Buffer.concat(parts)
}
