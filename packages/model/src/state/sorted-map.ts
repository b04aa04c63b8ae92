import { readKey, readPrefix, wroteKey } from './reads.ts'

/**
 * A persistent map from text to values, in order of its keys.
 *
 * A sorted list of small sorted chunks: reading is two binary searches, a write copies one chunk and the list of chunks,
 * so that forks share everything that they did not write. Plain data: it survives a round trip through JSON.
 */
export interface SortedMap<V> {
  /** how many entries it has */
  readonly size: number
  readonly chunks: readonly Chunk<V>[]
}

interface Chunk<V> {
  readonly keys: readonly string[]
  readonly values: readonly V[]
}

const chunkSizeMax = 64

/** The map without entries. */
export const emptyMap: SortedMap<never> = Object.freeze({ size: 0, chunks: Object.freeze([]) })

/** Index of the first element not below the key. */
function lowerBound(length: number, keyAt: (index: number) => string, key: string): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (keyAt(middle) < key) low = middle + 1
    else high = middle
  }
  return low
}

/** Index of the chunk that holds the key, or would. */
function chunkIndex<V>(map: SortedMap<V>, key: string): number {
  const index = lowerBound(map.chunks.length, (i) => map.chunks[i]?.keys[0] ?? '', key)
  return map.chunks[index]?.keys[0] === key ? index : Math.max(0, index - 1)
}

function indexInChunk<V>(chunk: Chunk<V>, key: string): number {
  return lowerBound(chunk.keys.length, (i) => chunk.keys[i] ?? '', key)
}

/** The value of a key; undefined where it has none. */
export function mapGet<V>(map: SortedMap<V>, key: string): V | undefined {
  readKey(map, key)
  const chunk = map.chunks[chunkIndex(map, key)]
  if (!chunk) return undefined
  const index = indexInChunk(chunk, key)
  return chunk.keys[index] === key ? chunk.values[index] : undefined
}

export function mapHas<V>(map: SortedMap<V>, key: string): boolean {
  readKey(map, key)
  const chunk = map.chunks[chunkIndex(map, key)]
  return chunk !== undefined && chunk.keys[indexInChunk(chunk, key)] === key
}

/** The map with this value for the key; what did not change is shared with the map before. */
export function mapSet<V>(map: SortedMap<V>, key: string, value: V): SortedMap<V> {
  return wroteKey(map, key, withEntry(map, key, value))
}

function withEntry<V>(map: SortedMap<V>, key: string, value: V): SortedMap<V> {
  const at = chunkIndex(map, key)
  const chunk = map.chunks[at]
  if (!chunk) return { size: 1, chunks: [{ keys: [key], values: [value] }] }
  const index = indexInChunk(chunk, key)
  const present = chunk.keys[index] === key
  if (present && chunk.values[index] === value) return map
  const keys = present ? chunk.keys : chunk.keys.toSpliced(index, 0, key)
  const values = present ? chunk.values.with(index, value) : chunk.values.toSpliced(index, 0, value)
  return { size: map.size + (present ? 0 : 1), chunks: map.chunks.toSpliced(at, 1, ...split({ keys, values })) }
}

function split<V>(chunk: Chunk<V>): Chunk<V>[] {
  if (chunk.keys.length <= chunkSizeMax) return [chunk]
  const half = chunk.keys.length >>> 1
  return [
    { keys: chunk.keys.slice(0, half), values: chunk.values.slice(0, half) },
    { keys: chunk.keys.slice(half), values: chunk.values.slice(half) },
  ]
}

/** The map without the key; the same map where it has none. */
export function mapRemove<V>(map: SortedMap<V>, key: string): SortedMap<V> {
  return wroteKey(map, key, withoutEntry(map, key))
}

function withoutEntry<V>(map: SortedMap<V>, key: string): SortedMap<V> {
  const at = chunkIndex(map, key)
  const chunk = map.chunks[at]
  if (!chunk) return map
  const index = indexInChunk(chunk, key)
  if (chunk.keys[index] !== key) return map
  if (chunk.keys.length === 1) return { size: map.size - 1, chunks: map.chunks.toSpliced(at, 1) }
  const rest = { keys: chunk.keys.toSpliced(index, 1), values: chunk.values.toSpliced(index, 1) }
  return { size: map.size - 1, chunks: map.chunks.with(at, rest) }
}

/** Entries whose key starts with the prefix, in order. */
export function* mapEntries<V>(map: SortedMap<V>, prefix = ''): Generator<readonly [string, V]> {
  readPrefix(map, prefix)
  for (let at = chunkIndex(map, prefix); at < map.chunks.length; at++) {
    const chunk = map.chunks[at]
    if (!chunk) return
    for (let index = indexInChunk(chunk, prefix); index < chunk.keys.length; index++) {
      const key = chunk.keys[index]
      if (key === undefined || !key.startsWith(prefix)) return
      yield [key, chunk.values[index] as V]
    }
  }
}

export function mapValues<V>(map: SortedMap<V>, prefix = ''): V[] {
  const values: V[] = []
  for (const [, value] of mapEntries(map, prefix)) values.push(value)
  return values
}

/** A map of many entries at once; of two with one key the later stays. */
export function mapFrom<V>(entries: Iterable<readonly [string, V]>): SortedMap<V> {
  const sorted = [...new Map(entries)].sort(([a], [b]) => (a < b ? -1 : 1))
  const chunks: Chunk<V>[] = []
  for (let start = 0; start < sorted.length; start += chunkSizeMax / 2) {
    const part = sorted.slice(start, start + chunkSizeMax / 2)
    chunks.push({ keys: part.map(([key]) => key), values: part.map(([, value]) => value) })
  }
  return { size: sorted.length, chunks }
}

/** The entries in which two maps differ, with the value of each; chunks that both share are not looked at. */
export function mapChanges<V>(
  from: SortedMap<V>,
  to: SortedMap<V>,
): readonly (readonly [key: string, before: V | undefined, after: V | undefined])[] {
  if (from === to) return []
  const before = entriesOutside(from, to)
  const after = entriesOutside(to, from)
  const changes: (readonly [string, V | undefined, V | undefined])[] = []
  for (const [key, value] of before) if (after.get(key) !== value) changes.push([key, value, after.get(key)])
  for (const [key, value] of after) if (!before.has(key)) changes.push([key, undefined, value])
  return changes
}

function entriesOutside<V>(map: SortedMap<V>, other: SortedMap<V>): ReadonlyMap<string, V> {
  const shared = new Set(other.chunks)
  const entries = new Map<string, V>()
  for (const chunk of map.chunks) {
    if (shared.has(chunk)) continue
    for (const [index, key] of chunk.keys.entries()) entries.set(key, chunk.values[index] as V)
  }
  return entries
}
