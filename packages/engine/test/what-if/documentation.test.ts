import '@capsule-whatif/fixtures/vitest'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fixtures from '@capsule-whatif/fixtures'
import { describe, expect, it } from 'vitest'
import { whatIf } from '../../src/what-if/what-if.ts'
import { twoTenants } from '../metadata/recorded.ts'

const root = join(import.meta.dirname, '../../../..')
const examples = join(root, 'packages/fixtures/example/test')
const text = readFileSync(join(root, 'docs/testing.md'), 'utf8')

function blocks(language: string): readonly string[] {
  return [...text.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, block = '']) => block)
}

describe('docs/testing.md', () => {
  it('its examples are the tests of the example project', () => {
    const tests = readdirSync(examples).map((file) => readFileSync(join(examples, file), 'utf8'))
    expect(blocks('ts').toSorted()).toEqual(tests.toSorted())
  })

  it('its message is what a failing test says', () => {
    const incident = whatIf({ objects: twoTenants() }).when('delete crd tenants.capsule.clastix.io')
    let message = ''
    try {
      expect(incident).toKeepNamespace('oil-prod')
    } catch (error) {
      message = (error as Error).message
    }
    expect(blocks('text')).toEqual([`${message}\n`])
  })

  it('names every matcher', () => {
    const source = readFileSync(join(root, 'packages/fixtures/src/matchers/vitest.ts'), 'utf8')
    const names = [...source.matchAll(/^ {2}(to\w+)\(/gm)].map(([, name = '']) => name)
    expect(names.length).toBeGreaterThan(10)
    expect(names.filter((name) => !text.includes(`\`${name}(`))).toEqual([])
  })

  it('names everything that builds, draws or plays', () => {
    const names = Object.entries(fixtures).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []))
    const laws = /law|violations|freeze|difference|assert/i
    expect(names.filter((name) => !laws.test(name) && !text.includes(`\`${name}`))).toEqual([])
  })
})
