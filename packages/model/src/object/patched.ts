import type { Json } from './json.ts'
import type { Refusal } from './status-errors.ts'

/** What a patch makes of a document, or why it cannot. */
export type Patched = { readonly value: Json } | { readonly refusal: Refusal }

/** The word for a type of JSON in errors of Go's decoder. */
export function goTypeWord(value: Json): string {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'boolean') return 'bool'
  return value === null ? 'null' : typeof value
}
