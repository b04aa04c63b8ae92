import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { packageFile } from '../../src/cli/package-file.ts'

it.each(['package.json', 'charts/capsule-0.14.jsonl', 'charts/capsule-0.7.jsonl', 'schemas/policy.schema.json'])(
  '%s is found in the package',
  (path) => {
    expect(existsSync(packageFile(path))).toBe(true)
  },
)

it('nothing else looks for files beside its own module: in the bundle all modules lie in one place', () => {
  const sources = join(import.meta.dirname, '../../src')
  const looking = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && readFileSync(join(sources, name), 'utf8').includes('import.meta'),
  )
  expect(looking).toEqual([join('cli', 'package-file.ts')])
})
