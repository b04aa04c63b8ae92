import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const root: string = resolve(import.meta.dirname, '../../../..')

/**
 * What a block of a guide is. `file`: a whole file, written where its first line says (```ts file=PATH). `change`: lines
 * that a file gets and loses (```diff, its first line `--- PATH`). `command`: a command and what it prints.
 */
export type Block =
  | { readonly type: 'file'; readonly path: string; readonly text: string }
  | { readonly type: 'change'; readonly path: string; readonly text: string }
  | { readonly type: 'command'; readonly text: string }

function pageOf(guide: string): string {
  return readFileSync(join(root, 'docs/extend', guide), 'utf8')
}

/** What a reader sees right before each block that is a file, with the name of the file, which only the fence tells. */
export function headsOfFiles(guide: string): readonly (readonly [head: string, name: string])[] {
  return [...pageOf(guide).matchAll(/([^\n]+)\n\n`{3,}\w+ file=(?:.*\/)?(.*)\n/g)].map(([, head = '', name = '']) => [
    head,
    name,
  ])
}

/** The blocks of a guide in docs/extend, in order. Throws where one is none of these: every block runs. */
export function blocksOf(guide: string): readonly Block[] {
  const page = pageOf(guide)
  return [...page.matchAll(/^(`{3,})(.*)\n([\s\S]*?)^\1$/gm)].map(([, , info = '', text = '']) =>
    blockOf(guide, info, text),
  )
}

function blockOf(guide: string, info: string, text: string): Block {
  const [language, path] = info.split(' file=')
  if (language === 'console') return { type: 'command', text }
  if (path !== undefined) return { type: 'file', path, text }
  const [first = '', ...rest] = text.split('\n')
  if (language === 'diff' && first.startsWith('--- '))
    return { type: 'change', path: first.slice(4), text: rest.join('\n') }
  throw new Error(`${guide}: the block \`\`\`${info} says neither its file nor what it changes, and is no command`)
}

/**
 * A text with the changes of a block: lines that begin with a blank are there already and stay, those with `-` go, those
 * with `+` come; a line `...` stands between places. Throws where the lines are not there, or more than once.
 */
export function changed(text: string, change: string): string {
  return change.split('\n...\n').reduce((before, place) => {
    const lines = place.trimEnd().split('\n')
    const old = lines.filter((line) => !line.startsWith('+')).map((line) => `${line.slice(1)}\n`)
    const next = lines.filter((line) => !line.startsWith('-')).map((line) => `${line.slice(1)}\n`)
    const parts = before.split(old.join(''))
    if (parts.length !== 2) throw new Error(`${parts.length - 1} places look so, not one:\n${old.join('')}`)
    return parts.join(next.join(''))
  }, text)
}
