import type { SourceReader } from '../snapshot/source-reader.ts'

/** Everything that the command line reads and writes, so that tests can give it something else. */
export interface CliIo {
  readonly stdout: { write(text: string): unknown }
  /** `isTTY`: a person looks at it, who may be shown progress */
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean }
  /** files, folders and standard input */
  readonly reader: SourceReader
  /** where a person types; absent where lines come from a file or a pipe */
  readonly terminal?: Terminal
  writeFile(path: string, text: string): Promise<void>
  /** runs a module of JavaScript and gives what it exports; absent where none can be run */
  importModule?(path: string): Promise<Readonly<Record<string, unknown>>>
  /** milliseconds of a clock that only goes forward */
  now(): number
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The two ends of a terminal. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
}

/** 0: nothing found. 1: findings. 2: bad usage or unreadable input. 3: a bug of ours. */
export const exitCodes = [0, 1, 2, 3] as const

/** What the program ends with: one of `exitCodes`. */
export type ExitCode = (typeof exitCodes)[number]
