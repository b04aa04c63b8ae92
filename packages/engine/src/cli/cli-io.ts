import type { SourceReader } from '../snapshot/source-reader.ts'

/** Everything that the command line reads and writes, so that tests can give it something else. */
export interface CliIo {
  readonly stdout: { write(text: string): unknown }
  readonly stderr: { write(text: string): unknown }
  /** files, folders and standard input */
  readonly reader: SourceReader
  writeFile(path: string, text: string): Promise<void>
  readonly env: Readonly<Record<string, string | undefined>>
}

/** 0: nothing found. 1: findings. 2: bad usage or unreadable input. 3: a bug of ours. */
export type ExitCode = 0 | 1 | 2 | 3
