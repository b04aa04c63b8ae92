import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

it('the example of docs/pictures.md is the test beside this one', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../../docs/pictures.md'), 'utf8')
  const [, example = ''] = /```ts\n([\s\S]*?)```/.exec(text) ?? []
  expect(example).toBe(readFileSync(join(import.meta.dirname, 'example.test.ts'), 'utf8'))
})
