import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { copiedRepository, follow } from './copied-repository.ts'
import { blocksOf, changed, headsOfFiles, root } from './guide.ts'

const guides = readdirSync(join(root, 'docs/extend')).filter((name) => name.endsWith('.md'))
const inside = ['add-a-kind.md', 'add-a-rule.md', 'add-a-controller.md', 'add-a-question.md']

describe.each(guides)('%s', (guide) => {
  it('every block is a file, a change or a command; a file that is there is quoted as it is', () => {
    for (const block of blocksOf(guide))
      if (block.type === 'file' && existsSync(join(root, block.path)))
        expect(block.text).toBe(readFileSync(join(root, block.path), 'utf8'))
  })
})

it.each(guides)('%s names each file where readers see it', (guide) => {
  for (const [head, name] of headsOfFiles(guide)) expect(head).toContain(name)
  expect(headsOfFiles(guide).length).toBe(blocksOf(guide).filter(({ type }) => type === 'file').length)
})

describe('the guides about what is inside, followed block by block in a copy of this repository', async () => {
  const copy = copiedRepository()
  afterAll(() => rmSync(copy, { recursive: true }))
  const blocks = inside.flatMap(blocksOf)
  for (const block of blocks) follow(copy, block)
  const run = (file: string, ...argv: readonly string[]): string => {
    try {
      return execFileSync(process.execPath, [join(copy, file), ...argv], { cwd: copy, encoding: 'utf8', stdio: 'pipe' })
    } catch (error) {
      const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string }
      throw new Error(`${file} ${argv.join(' ')}:\n${stdout}${stderr}`)
    }
  }

  const written = blocks.flatMap((block) => (block.type === 'command' ? [] : [block.path]))

  for (const file of written.filter((path) => path.endsWith('.test.ts'))) await import(join(copy, file))
  await import(join(copy, 'packages/model/test/architecture.test.ts'))

  it('what comes of it has the types that it says, and the form that the linter wants', () => {
    run('node_modules/typescript/bin/tsc', '-b', 'packages/engine')
    const files = written.filter((path) => path.endsWith('.test.ts')).map((path) => join(copy, path))
    const config = { extends: './tsconfig.test.json', include: [], files }
    writeFileSync(join(copy, 'packages/engine/tsconfig.guides.json'), JSON.stringify(config))
    run('node_modules/typescript/bin/tsc', '-p', 'packages/engine/tsconfig.guides.json')
    const formed = written.filter((path) => path.endsWith('.ts'))
    run('node_modules/@biomejs/biome/bin/biome', 'check', '--vcs-enabled=false', ...formed)
  }, 300_000)

  it('the question has a schema, and passes what every question of the catalogue must', () => {
    run('packages/engine/bench/schemas.mjs')
    const options = ['run', '--root', copy, 'packages/engine/test/questions/catalogue.test.ts', '-t', 'terminating']
    expect(run('node_modules/vitest/vitest.mjs', ...options)).not.toContain('FAIL')
  }, 300_000)
})

describe('a change', () => {
  it.each([
    ['a\nb\n', ' a\n+x\n b\n', 'a\nx\nb\n'],
    ['a\nb\nc\n', '-b\n...\n c\n+d\n', 'a\nc\nd\n'],
  ])('of %j by %j is %j', (text, change, after) => {
    expect(changed(text, change)).toBe(after)
  })

  it.each([
    ['a\n', '-b\n', '0 places'],
    ['a\na\n', '-a\n', '2 places'],
  ])('of %j by %j is refused: it looks so in %s', (text, change, places) => {
    expect(() => changed(text, change)).toThrow(places)
  })
})
