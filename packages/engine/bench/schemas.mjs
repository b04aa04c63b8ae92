#!/usr/bin/env node
// Writes packages/engine/schemas: a JSON Schema for the JSON answer of each command and of each question, made from the
// types of the answers. `--check` writes nothing and exits with 1 where a schema is not as its type.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createGenerator } from 'ts-json-schema-generator'
import { questions } from '../dist/cli/questions.js'

const folder = new URL('../schemas/', import.meta.url)
const source = (path) => fileURLToPath(new URL(`../src/${path}`, import.meta.url))

/** Questions whose answer is told apart from that of the command of the same name. */
const asked = new Set(['access', 'upgrade'])

const answers = [
  { name: 'predict', path: 'predict/prediction.ts', type: 'Answer' },
  { name: 'access', path: 'access/access-json.ts', type: 'AccessJson' },
  { name: 'explore', path: 'explore/exploration-answer.ts', type: 'ExplorationAnswer' },
  { name: 'explain', path: 'causes/explanation.ts', type: 'Explanation' },
  { name: 'explain-why', path: 'causes/explanation.ts', type: 'WhyExplanation' },
  { name: 'explain-why-not', path: 'causes/explanation.ts', type: 'WhyNotExplanation' },
  { name: 'fix', path: 'remedies/remedy.ts', type: 'RemedyAnswer' },
  { name: 'upgrade', path: 'upgrade/upgrade.ts', type: 'UpgradeAnswer' },
  ...questions.map(({ name }) => ({
    name: `ask-${name}`,
    path: `questions/${name}.ts`,
    type: `${asked.has(name) ? 'Asked' : ''}${name.replace(/(^|-)([a-z])/g, (_, _dash, letter) => letter.toUpperCase())}Answer`,
  })),
]

/** Compiles all sources once; a generator for each type would do it each time. */
const config = {
  path: source('**/*.ts'),
  tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)),
  skipTypeCheck: true,
  topRef: false,
  additionalProperties: false,
  sortProps: true,
}

const generator = createGenerator(config)

/** Other answers have types of the same names: those of issues are told apart by a prefix. */
const issues = JSON.parse(
  JSON.stringify(generator.createSchema('SnapshotIssue')).replaceAll('#/definitions/', '#/definitions/Issue'),
)

function schemaOf({ name, type }) {
  const { $schema, definitions, ...root } = generator.createSchema(type)
  if (name.startsWith('ask-') && root.properties.question.const !== name.slice(4))
    throw new Error(`${type} is not of ${name}`)
  const { $schema: _, definitions: ofIssues = {}, ...issue } = issues
  return {
    $schema,
    $id: `capsule-whatif/${name}.json`,
    ...root,
    properties: {
      ...root.properties,
      snapshotIssues: {
        type: 'array',
        items: { $ref: '#/definitions/SnapshotIssue' },
        description: 'what is to be known of the input; the command line adds it',
      },
    },
    definitions: {
      ...definitions,
      ...Object.fromEntries(Object.entries(ofIssues).map(([name, definition]) => [`Issue${name}`, definition])),
      SnapshotIssue: issue,
    },
  }
}

mkdirSync(folder, { recursive: true })
let stale = 0
for (const answer of answers) {
  const file = new URL(`${answer.name}.json`, folder)
  const text = `${JSON.stringify(schemaOf(answer), null, 2)}\n`
  if (!process.argv.includes('--check')) writeFileSync(file, text)
  else if (readIfThere(file) !== text) {
    console.error(`schemas/${answer.name}.json is not as its type: npm run schemas writes it`)
    stale++
  }
}
process.exitCode = stale > 0 ? 1 : 0

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
