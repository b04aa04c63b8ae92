import type { ClusterNames } from './names-to-hide.ts'

/** Gives every text with hidden names in it another one, always the same for the same text. */
export interface Pseudonyms {
  rename(text: string): string
  /** Whether the whole text is a hidden name. */
  isName(text: string): boolean
  /** hidden words and what stands for them */
  readonly words: ReadonlyMap<string, string>
  /** the same with other pseudonyms for some words */
  withWords(words: ReadonlyMap<string, string>): Pseudonyms
}

const quantity = /^\d+(?:[mkMGTPE]i?)?$/

/**
 * Names are taken apart into words (`oil-dev`: oil, dev), and each word has one other in all texts. So what one name has of
 * another stays (a namespace that begins with its tenant's name), and so does the order of names but for known words.
 */
export function pseudonymsOf({ hidden, known }: ClusterNames): Pseudonyms {
  const pattern = wordsOrNames(known)
  const found = new Set([...hidden].flatMap((name) => name.match(pattern) ?? []))
  const own = [...found].filter((word) => !known.has(word) && !quantity.test(word)).toSorted()
  const width = String(own.length).length
  const words = new Map(own.map((word, index) => [word, `n${String(index + 1).padStart(width, '0')}`] as const))
  return withWords(words, hidden, pattern)
}

function withWords(words: ReadonlyMap<string, string>, hidden: ReadonlySet<string>, pattern: RegExp): Pseudonyms {
  return {
    words,
    isName: (text) => hidden.has(text),
    rename: (text) => text.replace(pattern, (word) => words.get(word) ?? word),
    withWords: (more) => withWords(new Map([...words, ...more]), hidden, pattern),
  }
}

/** Known names as a whole, else single words. */
function wordsOrNames(known: ReadonlySet<string>): RegExp {
  const names = [...known].toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1)).map(escaped)
  return new RegExp(`(?<![A-Za-z0-9])(?:${names.join('|')})(?![A-Za-z0-9])|[A-Za-z0-9]+`, 'g')
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
