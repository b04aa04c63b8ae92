import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Block, changed, root } from './guide.ts'

const files = [
  'package.json',
  'tsconfig.base.json',
  'biome.json',
  'docs/questions',
  'packages/fixtures/clusters',
  'packages/fixtures/package.json',
  'packages/fixtures/src',
  'packages/fixtures/tsconfig.json',
  ...['model', 'engine'].flatMap((name) =>
    ['src', 'test', 'package.json', 'tsconfig.json', 'tsconfig.test.json'].map((each) => `packages/${name}/${each}`),
  ),
  'packages/engine/bench',
  'packages/engine/bin',
  'packages/engine/charts',
  'packages/engine/page',
  'packages/engine/schemas',
]

/** Where it has been compiled already, only what changes is compiled again. */
const compiled = ['model', 'fixtures', 'engine'].flatMap((name) => [
  `packages/${name}/dist`,
  `packages/${name}/tsconfig.tsbuildinfo`,
])

/** A copy of what is needed of this repository to build and test it, in a folder of its own. */
export function copiedRepository(): string {
  const copy = mkdtempSync(join(tmpdir(), 'capsule-whatif-guide-'))
  for (const file of [...files, ...compiled])
    if (existsSync(join(root, file)))
      cpSync(join(root, file), join(copy, file), { recursive: true, preserveTimestamps: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  for (const name of ['model', 'fixtures', 'engine']) {
    const modules = `packages/${name}/node_modules`
    if (existsSync(join(root, modules)))
      cpSync(join(root, modules), join(copy, modules), { recursive: true, verbatimSymlinks: true })
  }
  return copy
}

/** Does in a folder what a block says: writes the file, or changes it. */
export function follow(folder: string, block: Block): void {
  if (block.type === 'command') return
  const file = join(folder, block.path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, block.type === 'file' ? block.text : changed(readFileSync(file, 'utf8'), block.text))
}
