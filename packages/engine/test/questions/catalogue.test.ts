import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Json } from '@capsule-whatif/model'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { splitWords } from '../../src/action/split-words.ts'
import { main } from '../../src/cli/main.ts'
import { questions as catalogue } from '../../src/cli/questions.ts'
import { optionName } from '../../src/questions/asking/parameter.ts'
import type { QuestionAnswer } from '../../src/questions/asking/question.ts'
import { parametersOf } from '../../src/questions/asking/read-parameters.ts'
import { questionsWithRemedy, withoutRemedy } from '../../src/remedies/findings/of-questions.ts'
import { safeWayText } from '../../src/report/safe-way-text.ts'
import { nodeSourceReader } from '../../src/snapshot/source-reader.ts'
import { exampleSnapshot } from './recorded.ts'

const engine = join(import.meta.dirname, '../..')
const cluster = join(engine, '../fixtures/clusters/two-tenants.json')

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

async function run(...argv: readonly string[]): Promise<Ran> {
  let [out, err] = ['', '']
  const code = await main(argv, {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    reader: nodeSourceReader(process.stdin),
    writeFile: async () => {},
    env: {},
    now: () => 0,
  })
  return { code, out, err }
}

function words(text: string): readonly string[] {
  const split = splitWords(text.replaceAll('CLUSTERS', join(engine, '../fixtures/clusters')))
  if (!split.ok) throw new Error(split.error.message)
  return split.value
}

/** The schema of a question's answer, as a check that says what is wrong. */
function schemaErrors(name: string, answer: Json): string {
  const schema = JSON.parse(readFileSync(join(engine, `schemas/ask-${name}.json`), 'utf8')) as object
  const ajv = new Ajv({ allErrors: true })
  return ajv.validate(schema, answer) ? '' : ajv.errorsText()
}

const { objects: all } = exampleSnapshot()
const bare = all.filter(({ kind }) => kind === 'Namespace')
const withoutDefinitions = all.filter(({ kind }) => kind !== 'CustomResourceDefinition')
const withoutRules = all.filter(({ kind }) => !/WebhookConfiguration$|Role$|RoleBinding$/.test(kind))

describe.each(catalogue.map((question) => [question.name, question] as const))('%s', (name, question) => {
  const example = (...more: readonly string[]): Promise<Ran> =>
    run('ask', name, '--snapshot', cluster, ...words(question.example), ...more)

  it('has remedies, or a reason why it has none', () => {
    expect([...questionsWithRemedy, ...Object.keys(withoutRemedy)].filter((each) => each === name)).toEqual([name])
  })

  it('its example runs: an answer of its schema, and the same in lines that people can read', async () => {
    const [json, text] = [await example('--format', 'json'), await example()]
    expect([json.err, text.err]).toEqual(['', ''])
    expect(json.code).toBeLessThan(2)
    const answer = JSON.parse(json.out) as Json
    expect(answer).toMatchObject({ question: name })
    expect(schemaErrors(name, answer)).toBe('')
    const asked = answer as unknown as QuestionAnswer
    const ways = asked.remedies === undefined ? '' : `\n${safeWayText(asked.remedies)}`
    expect(text.out).toBe(`${question.text(asked)}${ways}`)
    expect(text.out).toMatch(/\S\n$/)
    expect(text.out).not.toMatch(/undefined|\[object|NaN|[ \t]\n/)
  })

  it('what counts where a parameter is absent counts when it is given', async () => {
    const closed = parametersOf(question).filter(
      ([parameter, { type, otherwise = '' }]) =>
        type.choices?.includes(otherwise) && !question.example.includes(`--${optionName(parameter)} `),
    )
    if (closed.length === 0) return
    const plain = (await example()).out
    for (const [parameter, { otherwise = '' }] of closed)
      expect((await example(`--${optionName(parameter)}`, otherwise)).out).toBe(plain)
  })

  it('its help names every parameter, and its page is there with a transcript', async () => {
    const { out } = await run('ask', name, '--help')
    for (const [parameter] of parametersOf(question)) expect(out).toContain(`--${optionName(parameter)}`)
    const page = join(engine, `../../docs/questions/${name}.md`)
    expect(existsSync(page)).toBe(true)
    const index = readFileSync(join(engine, '../../docs/questions/README.md'), 'utf8').replace(/ +/g, ' ')
    expect(index).toContain(`| [${name}](${name}.md) | ${question.meaning} |`)
    expect(readFileSync(page, 'utf8')).toMatch(new RegExp(`\`\`\`console\\n\\$ npx capsule-whatif ask ${name} `))
  })

  it('without what it needs it says so', async () => {
    const required = parametersOf(question).filter(([, { isRequired }]) => isRequired)
    if (required.length === 0) return
    const { code, err } = await run('ask', name, '--snapshot', cluster)
    expect(code).toBe(2)
    expect(err).toContain('is missing')
  })

  it.each([
    ['nearly everything', bare],
    ['the definitions', withoutDefinitions],
    ['its webhook configurations and rights', withoutRules],
  ])('of a snapshot that lacks %s it has an answer of its schema, or says what is wrong', async (_, objects) => {
    const file = join(mkdtempSync(join(tmpdir(), 'questions-')), 'cluster.json')
    writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }))
    const { code, out, err } = await run('ask', name, '-s', file, ...words(question.example), '--format', 'json')
    if (code === 2) expect(err).toMatch(/^capsule-whatif ask /)
    else {
      expect([code, err]).toEqual([expect.toSatisfy((each) => each < 2), ''])
      expect(schemaErrors(name, JSON.parse(out) as Json)).toBe('')
    }
  })
})

it('remedies are of questions that are there', () => {
  const names = catalogue.map(({ name }) => name)
  expect([...questionsWithRemedy, ...Object.keys(withoutRemedy)].filter((each) => !names.includes(each))).toEqual([])
})

describe('ask', () => {
  it.each([
    ['info', 1],
    ['warning', 1],
    ['danger', 0],
  ])('--fail-on %s gives the exit code %i for what is refused', async (bound, code) => {
    const prevented = join(engine, '../fixtures/clusters/two-tenants-prevent-deletion.json')
    const ran = await run('ask', 'cascade', '-s', prevented, '--object', 'tenant oil', '--fail-on', bound)
    expect(ran.code).toBe(code)
  })

  it('lists the catalogue', async () => {
    const { out, code } = await run('ask', '--help')
    expect(code).toBe(0)
    for (const { meaning } of catalogue) expect(out).toContain(`${meaning}\n`)
  })

  it('meets a name that is none with the near miss', async () => {
    const { err, code } = await run('ask', 'casade', '-s', cluster)
    expect(code).toBe(2)
    expect(err).toContain('there is no question "casade". Did you mean cascade?')
  })

  it('meets values that make no sense together as bad usage', async () => {
    const { code, err } = await run('ask', 'compare', '-s', cluster, '--do', 'delete tenant oil')
    expect(code).toBe(2)
    expect(err).toContain('nothing to compare with. Expected --instead ACTION')
  })

  it('meets a value that is none with the option, what is wrong, and the near miss', async () => {
    const { err } = await run('ask', 'migrate', '-s', cluster, '--namespace', 'oil-pord', '--to', 'gas')
    expect(err).toContain(
      '--namespace names the Namespace "oil-pord", which the snapshot does not have. Did you mean oil-prod?',
    )
  })
})
