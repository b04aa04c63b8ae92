import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { nodeSourceReader } from '../snapshot/source-reader.ts'
import type { CliIo } from './cli-io.ts'

/** The streams and files of this process. */
export function nodeIo(): CliIo {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    reader: nodeSourceReader(process.stdin),
    ...(process.stdin.isTTY && process.stdout.isTTY
      ? { terminal: { input: process.stdin, output: process.stdout } }
      : {}),
    importModule: (path) => import(pathToFileURL(resolve(path)).href),
    writeFile: (path, text) => writeFile(path, text),
    now: () => performance.now(),
    env: process.env,
  }
}
