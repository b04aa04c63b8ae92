import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { cell, generated } from './markdown.ts'

/** What is read of a JSON Schema. */
interface Schema {
  readonly $id?: string
  readonly $ref?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly definitions?: Readonly<Record<string, Schema>>
  readonly $defs?: Readonly<Record<string, Schema>>
}

const folder = resolve(import.meta.dirname, '../../schemas')

/** What prints an answer of each schema, where its name does not say it. */
const printedBy: Readonly<Record<string, string>> = {
  'explain-why': 'explain --why',
  'explain-why-not': 'explain --why-not',
  'plan.schema': 'plan',
  'plan-against.schema': 'plan --against',
  'saved-plan.schema': 'plan --out',
  'policy.schema': 'plan --policy (input, in YAML or JSON)',
}

/** The page about answers as JSON. */
export function answersPage(): string {
  const names = readdirSync(folder)
    .map((file) => file.replace(/\.json$/, ''))
    .toSorted((one, other) => (commandOf(one) < commandOf(other) ? -1 : 1))
  const sections = names.map((name) => schemaText(name, JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'))))
  return `${[generated, '# Answers as JSON', intro, contents(names), ...sections].join('\n\n')}\n`
}

const intro = `\`--format json\` prints the answer of a command as one JSON document. Each has a published JSON Schema: a file in [packages/engine/schemas](../../packages/engine/schemas), in a program \`capsule-whatif/schemas/NAME.json\`. A field without \`?\` is always there. Within a minor version fields are only added; answers of \`plan\` carry their version in \`format\`. The words that fields hold are told in [outcomes.md](../outcomes.md).`

function contents(names: readonly string[]): string {
  return names.map((name) => `- [${commandOf(name)}](#${anchorOf(name)})`).join('\n')
}

function commandOf(name: string): string {
  return printedBy[name] ?? name.replace(/^ask-/, 'ask ')
}

/** As GitHub makes it of a heading. */
function anchorOf(name: string): string {
  return commandOf(name)
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-')
}

function schemaText(name: string, schema: Schema): string {
  const required = new Set(schema.required)
  const rows = Object.entries(schema.properties ?? {}).map(
    ([field, each]) =>
      `| \`${field}${required.has(field) ? '' : '?'}\` | ${cell(typeText(each))} | ${cell(meaningOf(each, schema))} |`,
  )
  return [
    `## ${commandOf(name)}`,
    `${schema.description ?? ''} Schema [${name}.json](../../packages/engine/schemas/${name}.json), \`${schema.$id ?? ''}\`.`.trim(),
    ['| field | type | means |', '| --- | --- | --- |', ...rows].join('\n'),
  ].join('\n\n')
}

/** Of a field that says nothing itself, what is said of its type. */
function meaningOf(field: Schema, schema: Schema): string {
  const name = referenceOf(field) ?? (field.items && referenceOf(field.items))
  const named = name === undefined ? undefined : (schema.definitions ?? schema.$defs)?.[name]
  return field.description ?? named?.description ?? ''
}

function referenceOf({ $ref }: Schema): string | undefined {
  return $ref?.split('/').at(-1)
}

function typeText(schema: Schema): string {
  const name = referenceOf(schema)
  if (name !== undefined) return decodeURIComponent(name)
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``
  if (schema.enum) return schema.enum.map((each) => `\`${JSON.stringify(each)}\``).join(' or ')
  const either = schema.anyOf ?? schema.oneOf
  if (either) return either.map(typeText).join(' or ')
  if (schema.items) return `list of ${typeText(schema.items)}`
  return [schema.type ?? 'anything'].flat().join(' or ')
}
