import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sessionWords } from '../../src/session/session-line.ts'

const document = readFileSync(join(import.meta.dirname, '../../../../docs/repl.md'), 'utf8')

describe('docs/repl.md', () => {
  it('its example is the test beside this one', () => {
    const [, example = ''] = /```ts\n([\s\S]*?)```/.exec(document) ?? []
    expect(example).toBe(readFileSync(join(import.meta.dirname, 'example.test.ts'), 'utf8'))
  })

  it('has every word of the prompt', () => {
    const absent = sessionWords.filter(({ name }) => !document.includes(`\`${name}`)).map(({ name }) => name)
    expect(absent).toEqual([])
  })
})
