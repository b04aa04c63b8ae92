import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** How files, folders and standard input are read. A failure is a rejected promise. */
export interface SourceReader {
  /** what is at a path */
  kindOf(path: string): Promise<'file' | 'folder'>
  /** names in a folder */
  list(path: string): Promise<readonly string[]>
  read(path: string): Promise<Uint8Array>
  /** all of standard input */
  readStandardInput(): Promise<Uint8Array>
}

/** Reads from the file system and the stream given. */
export function nodeSourceReader(stdin: AsyncIterable<Uint8Array | string>): SourceReader {
  return {
    kindOf: async (path) => ((await stat(path)).isDirectory() ? 'folder' : 'file'),
    list: (path) => readdir(path),
    read: (path) => readFile(path),
    readStandardInput: async () => {
      const chunks: Uint8Array[] = []
      for await (const chunk of stdin) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
      return Buffer.concat(chunks)
    },
  }
}

/** A path below a folder. */
export function pathIn(folder: string, name: string): string {
  return join(folder, name)
}
