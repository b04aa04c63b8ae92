import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { typesPages } from '../src/types-pages.ts'

const folder = resolve(import.meta.dirname, '../../../docs/reference')
const types = typesPages()
const pages = new Map([...types.pages])

describe('docs/reference', () => {
  it.each([...pages])('%s is as the sources say: npm run reference writes it', async (name, text) => {
    await expect(text).toMatchFileSnapshot(join(folder, name))
  })

  it('has no page that nothing writes', () => {
    expect(readdirSync(folder).filter((name) => !pages.has(name))).toEqual([])
  })

  it('says something of everything that can be imported', () => {
    expect(types.undocumented).toEqual([])
  })
})
