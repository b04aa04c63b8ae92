import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { packageFile } from '../../src/cli/package-file.ts'

it.each(['package.json', 'charts/capsule-0.14.jsonl', 'charts/capsule-0.7.jsonl'])(
  '%s is found in the package',
  (path) => {
    expect(existsSync(packageFile(path))).toBe(true)
  },
)
