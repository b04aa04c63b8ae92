import { readFileSync } from 'node:fs'
import type { Json } from '../../src/object/json.ts'

/** A table of cases printed by Go from k8s.io/apimachinery v0.36.3, one case a line. */
export function vectors(name: string): readonly Json[] {
  const text = readFileSync(new URL(`vectors/${name}.jsonl`, import.meta.url), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

/** The table without its first line, which holds what all its cases are about. */
export function vectorsAbout<T extends Json>(name: string): readonly [T, readonly Json[]] {
  const [about, ...cases] = vectors(name)
  return [about as T, cases]
}
