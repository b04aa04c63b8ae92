import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../../../..')
const folder = join(root, 'docs/tutorial')
const chapters = readdirSync(folder).filter((name) => name.endsWith('.md'))

function blocksOf(chapter: string): readonly { readonly language: string; readonly text: string }[] {
  const all = readFileSync(join(folder, chapter), 'utf8').matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)
  return [...all].map(([, language = '', text = '']) => ({ language, text }))
}

function textsIn(path: string): readonly string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'documentation.test.ts')
    .map(({ name }) => readFileSync(join(path, name), 'utf8'))
}

describe.each(chapters)('docs/tutorial/%s', (chapter) => {
  const blocks = blocksOf(chapter)

  it('its tests are those beside this one, and its manifests the files that its commands name', () => {
    const files = { ts: textsIn(import.meta.dirname), yaml: textsIn(join(folder, 'examples')) }
    const unknown = blocks.filter(
      ({ language, text }) => (language === 'ts' || language === 'yaml') && !files[language].includes(text),
    )
    expect(unknown).toEqual([])
  })

  it('has no block that nothing runs', () => {
    expect(blocks.filter(({ language }) => !['console', 'ts', 'yaml', 'sh'].includes(language))).toEqual([])
  })
})

it('every test of the tutorial is in a chapter, beside the cluster.ts of the example project', () => {
  const shown = chapters.flatMap(blocksOf).map(({ text }) => text)
  const example = readFileSync(join(root, 'packages/fixtures/example/test/cluster.ts'), 'utf8')
  expect(textsIn(import.meta.dirname).filter((text) => !shown.includes(text))).toEqual([example])
})
