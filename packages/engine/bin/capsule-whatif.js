#!/usr/bin/env node
import { existsSync, statSync } from 'node:fs'

/** When a file was written last; 0 where it is not there. */
const writtenAt = (path) => statSync(new URL(path, import.meta.url), { throwIfNoEntry: false })?.mtimeMs ?? 0

/** The bundle is loaded much faster; one that is older than the last compilation does not count. */
const bundledAt = writtenAt('../dist/bundle/capsule-whatif.js')
const compiledAt = Math.max(...['../tsconfig.tsbuildinfo', '../../model/tsconfig.tsbuildinfo'].map(writtenAt))
const program = new URL(
  bundledAt > compiledAt ? '../dist/bundle/capsule-whatif.js' : '../dist/cli/main.js',
  import.meta.url,
)

if (existsSync(program)) {
  const { main } = await import(program.href)
  process.exitCode = await main(process.argv.slice(2))
} else {
  process.stderr.write('capsule-whatif is not built yet: run `npm run build` in the root of the repository first.\n')
  process.exitCode = 2
}
