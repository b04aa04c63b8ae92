import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { composeYaml } from '../../src/snapshot/compose-yaml.ts'
import { parseYamlLines } from '../../src/snapshot/parse-yaml-lines.ts'
import { asJson, printedByKubectl } from './kubectl-yaml.ts'

/** Texts that tell YAML readers apart. */
const word = fc.oneof(
  fc.constantFrom(
    'yes',
    'no',
    '012',
    '1e3',
    '~',
    '',
    'a: b',
    'a #b',
    '- a',
    "it's",
    '"q"',
    ' lead',
    'trail ',
    'a\nb',
    'a\n\n',
    '\n a\n',
  ),
  fc.constantFrom(
    '# x\ny',
    'long '.repeat(30),
    `${'long: '.repeat(30)}\nx`,
    '*x',
    '&x',
    '{a',
    '[]',
    '{}',
    '!t',
    '%',
    '@',
    'k:',
    'null',
    '0x1F',
  ),
  fc.constantFrom(
    '\t',
    'a\tb',
    '\\',
    '\\n',
    'é\u2028',
    '\u0001',
    '---',
    '...',
    '|',
    '>',
    '1_0',
    '-',
    '?',
    '? a',
    ':',
    ':a',
    '-a',
    "''",
  ),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
)
const key = fc.oneof(
  fc.stringMatching(/^[a-zA-Z][\w./-]{0,12}$/),
  fc.constantFrom('f:metadata', 'k:{"a":"b"}', 'y', '1', 'a b', '.'),
)
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    word,
    fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.double({ noNaN: true, noDefaultInfinity: true })),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 5, noNullPrototype: true }),
  ),
}))
const text = fc
  .tuple(
    fc.dictionary(key, tree, { minKeys: 1, maxKeys: 5, noNullPrototype: true }),
    fc.boolean(),
    fc.constantFrom(0, 40, 80),
  )
  .map(([value, indentSeq, lineWidth]) => stringify(value, { indentSeq, lineWidth, version: '1.1' }))

/** A text with some of its lines taken out, doubled, moved or cut. */
const damaged = fc
  .tuple(
    text,
    fc.array(
      fc.tuple(fc.nat(), fc.constantFrom('drop', 'twice', 'in', 'out', 'cut', 'blank', 'comment', 'swap', 'dash')),
      { maxLength: 3 },
    ),
  )
  .map(([yaml, edits]) =>
    edits.reduce((lines, [at, edit]) => damage(lines, at % lines.length, edit), yaml.split('\n')).join('\n'),
  )

function damage(lines: readonly string[], at: number, edit: string): string[] {
  const line = lines[at] ?? ''
  const to: Readonly<Record<string, readonly string[]>> = {
    drop: [],
    twice: [line, line],
    in: [` ${line}`],
    out: [line.slice(1)],
    cut: [line.slice(0, line.length >> 1)],
    blank: [line, ''],
    comment: [line, '  # note'],
    swap: [line.trim(), line],
    dash: [`- ${line}`],
  }
  return [...lines.slice(0, at), ...(to[edit] ?? [line]), ...lines.slice(at + 1)]
}

/** How many texts the lines were enough for; the agreement would mean little if they never were. */
let understood = 0

function expectAgreement(yaml: string): void {
  const fast = parseYamlLines(yaml)
  if (fast === undefined) return
  understood++
  const slow = composeYaml(yaml)
  expect(slow.problems).toEqual([])
  expect(fast.value).toEqual(slow.values[0]?.value)
  expect(fast.offset).toBe(slow.values[0]?.offset)
}

describe('reading YAML line by line', () => {
  test('what kubectl prints is read as the JSON it was made from', () => {
    const parsed = parseYamlLines(printedByKubectl)
    expect(parsed?.value).toEqual(asJson)
    expect(composeYaml(printedByKubectl).values[0]?.value).toEqual(asJson)
  })

  test('the library reads the same wherever the lines are understood', () => {
    understood = 0
    fc.assert(fc.property(text, expectAgreement), { numRuns: 500 })
    expect(understood).toBeGreaterThan(100)
  })

  test('the library reads the same of damaged text wherever the lines are understood', () => {
    understood = 0
    fc.assert(fc.property(damaged, expectAgreement), { numRuns: 1000 })
    expect(understood).toBeGreaterThan(100)
  })

  test.each([
    'a: |2\n   \n',
    'a: |\n  x\n   \n',
    'a: &x 1',
    'a: *x',
    'a: !!str 1',
    'a: {b: 1}',
    'a: >\n  x\n',
    'a: 1 # one',
    'a:\tb',
    '? a\n: b',
    '<<: {}',
    '__proto__: 1',
    'a: 1\na: 2',
  ])('it gives up on %j', (yaml) => {
    expect(parseYamlLines(yaml)).toBeUndefined()
  })
})
