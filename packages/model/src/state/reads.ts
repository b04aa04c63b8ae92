import type { ResourceKey } from '../object/gvk.ts'

/**
 * Who listens to what a step reads. Exploration keeps what a step did and plays it again wherever everything that the
 * step read is the same: it must hear of every read.
 */
export interface ReadListener {
  /** one entry of a map was read, or written: what a write does may hang on what was there */
  key(map: object, key: string): void
  /** all entries whose key starts with the prefix were read */
  prefix(map: object, prefix: string): void
  /** a resource was read that the state holds nothing of */
  absent(resource: ResourceKey): void
  /** every resource was looked at, those too that the state holds nothing of */
  resources(): void
  /** a map came of another by a write */
  derived(from: object, to: object): void
}

let listener: ReadListener | undefined

/** Runs something with a listener that hears of all that it reads from sorted maps. Not to be nested. */
export function listenToReads<T>(to: ReadListener, run: () => T): T {
  listener = to
  try {
    return run()
  } finally {
    listener = undefined
  }
}

export function readKey(map: object, key: string): void {
  listener?.key(map, key)
}

export function readPrefix(map: object, prefix: string): void {
  listener?.prefix(map, prefix)
}

export function readResources(): void {
  listener?.resources()
}

export function readAbsent(resource: ResourceKey): void {
  listener?.absent(resource)
}

/** Says that a map came of another by writing one key, and gives it back. */
export function wroteKey<T extends object>(from: object, key: string, to: T): T {
  if (listener) {
    listener.key(from, key)
    listener.derived(from, to)
  }
  return to
}
