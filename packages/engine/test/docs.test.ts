import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { splitWords } from '../src/action/split-words.ts'
import type { CliIo } from '../src/cli/cli-io.ts'
import { main } from '../src/cli/main.ts'
import { snapshotIssueCodes } from '../src/snapshot/snapshot-issue.ts'
import { nodeSourceReader } from '../src/snapshot/source-reader.ts'
import { healthCodes } from '../src/snapshot-health/health-finding.ts'

const root = resolve(import.meta.dirname, '../../..')

/** Every text for people: in the repository's root, in docs, and beside the code. */
function documents(): string[] {
  return ['.', 'docs', 'packages'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: folder !== '.', encoding: 'utf8' })
      .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
      .map((name) => join(folder, name)),
  )
}

interface Transcript {
  readonly file: string
  readonly command: string
  readonly output: readonly string[]
  readonly code: number
}

/** A page without what it quotes of others, in fences of four, and what it changes in them. */
function ownText(file: string): string {
  return readFileSync(join(root, file), 'utf8').replaceAll(/^(````|```(?=diff))[\s\S]*?^\1$/gm, '')
}

/** Console blocks: a command after `$ `, its output, of which a line `...` leaves out any number of lines, and `[code]` where it is not 0. */
function transcriptsOf(file: string): Transcript[] {
  const blocks = [...ownText(file).matchAll(/```console\n([\s\S]*?)```/g)].map(([, text = '']) => text)
  return blocks.map((block) => {
    const [first = '', ...rest] = block.trimEnd().split('\n')
    const code = /^\[(\d+)\]$/.exec(rest.at(-1) ?? '')?.[1]
    return {
      file,
      command: first.replace(/^\$ (npx )?/, ''),
      output: code === undefined ? rest : rest.slice(0, -1),
      code: Number(code ?? 0),
    }
  })
}

async function run(command: string): Promise<{ readonly output: string; readonly code: number }> {
  const words = splitWords(command)
  if (!words.ok) throw new Error(words.error.message)
  let output = ''
  const sink = {
    write: (text: string) => {
      output += text
      return true
    },
  }
  const io: CliIo = {
    stdout: sink,
    stderr: sink,
    reader: nodeSourceReader(process.stdin),
    writeFile: async () => {},
    importModule: (path) => import(resolve(root, path)),
    now: () => 0,
    env: {},
  }
  const before = process.cwd()
  process.chdir(root)
  try {
    return { code: await main(words.value.slice(1), io), output }
  } finally {
    process.chdir(before)
  }
}

/** Whether the lines are there in this order, with gaps only where the transcript has `...`. */
function expectTranscript(actual: string, expected: readonly string[]): void {
  const pattern = expected
    .map((line) => (line === '...' ? '(?:.*\\n)*?' : `${RegExp.escape?.(line) ?? escaped(line)}\\n`))
    .join('')
  expect(`${actual.trimEnd()}\n`).toMatch(new RegExp(`^${pattern}${expected.at(-1) === '...' ? '' : '$'}`))
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

declare global {
  interface RegExpConstructor {
    escape?: (text: string) => string
  }
}

describe('documents', () => {
  it.each(documents().flatMap(transcriptsOf))('$file: $command', async ({ command, output, code }) => {
    const answer = await run(command)
    expectTranscript(answer.output, output)
    expect(answer.code).toBe(code)
  })

  it('every example in TypeScript, in documents and docstrings, stands in a file of the tests', () => {
    const tests = ['engine/test', 'model/test', 'fixtures/test', 'fixtures/example/test'].flatMap(sourcesIn).map(read)
    const inDocuments = documents()
      .filter((file) => !file.startsWith('docs/reference/'))
      .flatMap((file) => examplesOf(file, read(join(root, file))))
    const inDocstrings = ['engine/src', 'model/src', 'fixtures/src']
      .flatMap(sourcesIn)
      .flatMap((file) => examplesOf(file, read(file).replace(/^ *\* ?/gm, '')))
    const examples = [...inDocuments, ...inDocstrings]
    expect(examples.filter(({ text }) => !tests.some((test) => test.includes(text.trimEnd())))).toEqual([])
    expect(examples.length).toBeGreaterThan(10)
  })

  it('links between documents lead somewhere, to their headings too', () => {
    const broken = documents().flatMap((file) =>
      linksOf(file)
        .filter(([path, heading]) => !exists(path) || (path.endsWith('.md') && !hasHeading(path, heading)))
        .map(([path, heading]) => `${file}: ${relative(root, path)}${heading === '' ? '' : `#${heading}`}`),
    )
    expect(broken).toEqual([])
  })

  it('the table of snapshot issues has every code', () => {
    const table = readFileSync(join(root, 'docs/snapshot-issues.md'), 'utf8')
    expect(snapshotIssueCodes.filter((code) => !table.includes(`\`${code}\``))).toEqual([])
  })

  it('the table of what a snapshot lacks has every code', () => {
    const table = readFileSync(join(root, 'docs/snapshots.md'), 'utf8')
    expect(healthCodes.filter((code) => !table.includes(`\`${code}\``))).toEqual([])
  })
})

function read(file: string): string {
  return readFileSync(file, 'utf8')
}

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(join(root, 'packages', folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
    .map((name) => join(root, 'packages', folder, name))
}

function examplesOf(file: string, text: string): readonly { readonly file: string; readonly text: string }[] {
  return [...text.matchAll(/^```(?:ts|js)\n([\s\S]*?)^```/gm)].map(([, text = '']) => ({ file, text }))
}

/** Files that a document links to, and the heading there; empty where the whole is meant. */
function linksOf(file: string): readonly (readonly [string, string])[] {
  const text = ownText(file).replace(/^```[\s\S]*?^```$/gm, '')
  return [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/g)].map(([, path = '', heading = '']) => [
    path === '' ? join(root, file) : join(root, file, '..', path),
    heading,
  ])
}

const headingsByFile = new Map<string, ReadonlySet<string>>()

function hasHeading(path: string, heading: string): boolean {
  const known = headingsByFile.get(path) ?? headingsOf(readFileSync(path, 'utf8'))
  headingsByFile.set(path, known)
  return heading === '' || known.has(heading)
}

/** As GitHub names them: lower case, without punctuation, dashes for spaces; a number for what is there twice. */
function headingsOf(text: string): ReadonlySet<string> {
  const names = new Set<string>()
  for (const [, title = ''] of text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.+)$/gm)) {
    const plain = title.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const name = plain.replace(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-')
    let free = name
    for (let count = 1; names.has(free); count++) free = `${name}-${count}`
    names.add(free)
  }
  return names
}

function exists(path: string): boolean {
  try {
    readdirSync(path)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOTDIR'
  }
}
