import type { KubeObject } from '@capsule-whatif/model'

/** Whether an object is one of those that a pattern names: `Kind/name`, or `Kind/namespace/name` of what lies in one; `*` for any part of a word. */
export function matchesPattern(pattern: string, { kind, metadata }: KubeObject): boolean {
  const words = [kind, ...(metadata.namespace === undefined ? [] : [metadata.namespace]), metadata.name]
  const wanted = pattern.split('/')
  return wanted.length === words.length && wanted.every((each, index) => matchesWord(each, words[index] ?? ''))
}

function matchesWord(wanted: string, word: string): boolean {
  const parts = wanted.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(word)
}
