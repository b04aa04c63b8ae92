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

interface Listening {
  listener: ReadListener | undefined
}

/**
 * One for all copies of this package in a process: an operator may come with a copy of its own, and what it reads by that
 * is heard of too.
 */
const place: unique symbol = Symbol.for('@capsule-whatif/model: who listens to reads')
const everywhere = globalThis as { [place]?: Listening }
everywhere[place] ??= { listener: undefined }
const listening: Listening = everywhere[place]

/** Runs something with a listener that hears of all that it reads from sorted maps. Not to be nested. */
export function listenToReads<T>(to: ReadListener, run: () => T): T {
  listening.listener = to
  try {
    return run()
  } finally {
    listening.listener = undefined
  }
}

export function readKey(map: object, key: string): void {
  listening.listener?.key(map, key)
}

export function readPrefix(map: object, prefix: string): void {
  listening.listener?.prefix(map, prefix)
}

export function readResources(): void {
  listening.listener?.resources()
}

export function readAbsent(resource: ResourceKey): void {
  listening.listener?.absent(resource)
}

/** Says that a map came of another by writing one key, and gives it back. */
export function wroteKey<T extends object>(from: object, key: string, to: T): T {
  const { listener } = listening
  if (listener) {
    listener.key(from, key)
    listener.derived(from, to)
  }
  return to
}
