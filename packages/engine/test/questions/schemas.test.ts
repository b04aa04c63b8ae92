import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Json } from '@capsule-whatif/model'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { nodeSourceReader } from '../../src/snapshot/source-reader.ts'

const engine = join(import.meta.dirname, '../..')
const clusters = join(engine, '../fixtures/clusters')

async function answerOf(...argv: readonly string[]): Promise<Json> {
  let out = ''
  const io = {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: () => true },
    reader: nodeSourceReader(process.stdin),
    writeFile: async () => {},
    env: {},
    now: () => 0,
  }
  await main([...argv, '--format', 'json'], io)
  return JSON.parse(out) as Json
}

function errorsOf(schema: string, answer: Json): string {
  const ajv = new Ajv({ allErrors: true })
  const text = readFileSync(join(engine, `schemas/${schema}.json`), 'utf8')
  return ajv.validate(JSON.parse(text) as object, answer) ? '' : ajv.errorsText()
}

const two = join(clusters, 'two-tenants.json')
const prevented = join(clusters, 'two-tenants-prevent-deletion.json')
const oilDev = ['--effect', 'Namespace/oil-dev']
const alice = ['--as', 'alice', '--as-group', 'projectcapsule.dev']

describe('the published schemas', () => {
  it.each([
    ['predict', ['predict', '-s', two, '--do', 'delete crd tenants.capsule.clastix.io']],
    ['predict', ['predict', '-s', prevented, '--do', 'delete tenant oil', '--do', 'operator stop']],
    ['predict', ['predict', '-s', two, '--do', 'create namespace oil-x', ...alice]],
    ['predict', ['predict', '-s', two, '--do', 'get namespace oil-dev', '--as', 'nobody']],
    ['predict', ['predict', '-s', join(engine, 'test/questions/bare-namespace.json'), '--do', 'delete ns oil-prod']],
    ['access', ['access', '-s', two, '--do', 'delete namespace oil-dev', ...alice]],
    ['access', ['access', '-s', two, '--do', 'get namespace oil-dev', '--as', 'nobody']],
    ['access', ['access', '-s', two, '--do', 'delete namespace oil-dev', ...alice, '--timeout', '30s']],
    ['explore', ['explore', '-s', two, '--do', 'delete tenant gas', '--do', 'operator stop']],
    ['explain', ['explain', ...oilDev, '-s', two, '--do', 'delete tenant gas', '--do', 'operator stop']],
    ['explain', ['explain', ...oilDev, '-s', two, '--do', 'delete tenant oil']],
    ['explain-why', ['explain', '--why', ...oilDev, '-s', two, '--do', 'delete crd tenants.capsule.clastix.io']],
    ['explain-why', ['explain', '--why', '-e', 'Namespace/none', '-s', two, '--do', 'delete tenant oil']],
    ['explain-why-not', ['explain', '--why-not', ...oilDev, '-s', prevented, '--do', 'delete tenant oil']],
    [
      'explain-why-not',
      ['explain', '--why-not', ...oilDev, '-s', two, '--do', 'operator stop', '--do', 'delete tenant oil'],
    ],
    ['fix', ['fix', 'detach-namespace', '-n', 'gas-dev', '-s', two]],
    ['fix', ['fix', 'detach-namespace', '-n', 'gas-dev', '-s', two, '--max-plans', '2']],
    ['upgrade', ['upgrade', '-s', two, '--from', '0.7', '--to', '0.14']],
    ['upgrade', ['upgrade', '-s', two, '--from', '0.14', '--to', '0.7']],
  ])('%s: %j', async (schema, argv) => {
    expect(errorsOf(schema, await answerOf(...argv))).toBe('')
  })

  it('refuse what no answer has', async () => {
    const answer = (await answerOf('predict', '-s', two, '--do', 'delete tenant oil')) as object
    expect(errorsOf('predict', { ...answer, surprise: 1 })).toContain('must NOT have additional properties')
    expect(errorsOf('predict', { ...answer, seconds: 'ten' })).toContain('must be number')
  })

  it.runIf(existsSync(join(engine, 'dist/cli/questions.js')))(
    'are as the types of the answers: npm run schemas writes them',
    () => {
      execFileSync(process.execPath, [join(engine, 'bench/schemas.mjs'), '--check'], { stdio: 'pipe' })
    },
  )
})
