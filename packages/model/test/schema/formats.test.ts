import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isKnownFormat, matchesFormat } from '../../src/apiserver/schema/formats.ts'

interface Vector {
  readonly format: string
  readonly text: string
  readonly matches: boolean
}

/** What strfmt.Default says of texts, printed by Go from the kube-openapi that k8s.io/kubernetes v1.36.3 uses. */
const vectors: readonly Vector[] = readFileSync(new URL('vectors/formats.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))

describe('a format of texts', () => {
  it.each(vectors)('$format of $text is $matches', ({ format, text, matches }) => {
    expect(matchesFormat(format, text)).toBe(matches)
  })

  it('that nobody knows fits every text', () => {
    expect(isKnownFormat('zip-code')).toBe(false)
    expect(matchesFormat('zip-code', 'x')).toBe(true)
  })
})
