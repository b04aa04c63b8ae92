import { type ReadLimits, sizeText, TooLarge } from './read-limits.ts'

/** A file in an archive. */
export interface ArchiveEntry {
  /** with `/` between folders, without `./` before it */
  readonly path: string
  readonly bytes: Uint8Array
}

/** What an archive holds: the entries that were wanted, and the paths of all others that are no folders. */
export interface Unpacked {
  readonly entries: readonly ArchiveEntry[]
  readonly left: readonly string[]
}

type IsWanted = (path: string) => boolean

/**
 * The wanted entries of a tar.
 *
 * @throws TooLarge where a limit is passed, Error where the archive is damaged or cut off
 */
export async function unpackTar(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  isWanted: IsWanted,
  limits: ReadLimits,
): Promise<Unpacked> {
  const tar = await import('modern-tar')
  const left: string[] = []
  const account = accountOf(limits)
  const filter = ({ name, size, type = 'file' }: { name: string; size: number; type?: string }): boolean => {
    if (type === 'directory' || name.endsWith('/')) return false
    const path = plainPath(name)
    account.count()
    const isRead = type === 'file' && isWanted(path)
    if (isRead) account.take(path, size)
    else left.push(type === 'file' ? path : `${path} (${type})`)
    return isRead
  }
  const entries = await tar.unpackTar(streamOf(chunks), { strict: true, filter })
  return { entries: entries.map(({ header, data }) => ({ path: plainPath(header.name), bytes: data ?? empty })), left }
}

/**
 * The wanted entries of a zip.
 *
 * @throws TooLarge where a limit is passed, Error where the archive is damaged or cut off
 */
export async function unpackZip(bytes: Uint8Array, isWanted: IsWanted, limits: ReadLimits): Promise<Unpacked> {
  const { unzipSync } = await import('fflate')
  const left: string[] = []
  const account = accountOf(limits)
  const filter = ({ name, originalSize }: { name: string; originalSize: number }): boolean => {
    if (name.endsWith('/')) return false
    const path = plainPath(name)
    account.count()
    if (!isWanted(path)) {
      left.push(path)
      return false
    }
    account.take(path, originalSize)
    return true
  }
  const files = unzipSync(bytes, { filter })
  return { entries: Object.entries(files).map(([name, data]) => ({ path: plainPath(name), bytes: data })), left }
}

const empty = new Uint8Array()

function plainPath(name: string): string {
  return name.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '')
}

interface Account {
  /** one more entry */
  count(): void
  /** the bytes of an entry, before they are read */
  take(path: string, size: number): void
}

function accountOf({ entriesMax, fileBytesMax, textBytesMax }: ReadLimits): Account {
  let [entries, bytes] = [0, 0]
  return {
    count() {
      entries++
      if (entries > entriesMax) throw new TooLarge(`it has more than ${entriesMax} entries`)
    },
    take(path, size) {
      bytes += size
      if (size > fileBytesMax)
        throw new TooLarge(`${path} in it is ${sizeText(size)}, more than the ${sizeText(fileBytesMax)} that are read`)
      if (bytes > textBytesMax) throw new TooLarge(`more than ${sizeText(textBytesMax)} would be read from it`)
    },
  }
}

function streamOf(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
  })
}
