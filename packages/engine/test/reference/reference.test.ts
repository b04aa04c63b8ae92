import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { answersPage } from './answers-page.ts'
import { cliPage } from './cli-page.ts'
import { typesPages } from './types-pages.ts'

const folder = resolve(import.meta.dirname, '../../../../docs/reference')
const types = typesPages()
const cli = cliPage()
const pages = new Map([...types.pages, ['cli.md', cli.text], ['answers.md', answersPage()]])

describe('docs/reference', () => {
  it.each([...pages])('%s is as the sources say: npm run reference writes it', async (name, text) => {
    await expect(text).toMatchFileSnapshot(join(folder, name))
  })

  it('has no page that nothing writes', () => {
    expect(readdirSync(folder).filter((name) => !pages.has(name))).toEqual([])
  })

  it('and the help texts say something of every option, and of none that is not', () => {
    expect(cli.wrong).toEqual([])
  })

  it('says something of everything that can be imported', () => {
    expect(types.undocumented).toEqual([])
  })
})
