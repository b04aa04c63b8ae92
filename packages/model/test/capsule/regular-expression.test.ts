import { describe, expect, test } from 'vitest'
import { compile, compilePanic } from '../../src/capsule/regular-expression.ts'

/** Made with Go's regexp.Compile: a pattern and what is wrong with it, if anything is. */
const vectors: readonly (readonly [string, string])[] = [
  ['\\', 'trailing backslash at end of expression: ``'],
  ['[a', 'missing closing ]: `[a`'],
  ['(a', 'missing closing ): `(a`'],
  ['a)', 'unexpected ): `a)`'],
  ['a**', 'invalid nested repetition operator: `**`'],
  ['*a', 'missing argument to repetition operator: `*`'],
  ['a{1001}', 'invalid repeat count: `{1001}`'],
  ['[b-a]', 'invalid character class range: `b-a`'],
  ['\\8', 'invalid escape sequence: `\\8`'],
  ['(?P<n', 'invalid named capture: `(?P<n`'],
  ['\\pX', 'invalid character class range: `\\pX`'],
  ['(?=a)', 'invalid or unsupported Perl syntax: `(?=`'],
  ['(?<n>a)', ''],
  ['\\Qa.b\\E', ''],
]

describe('a regular expression', () => {
  test('is refused in the words of Go', () => {
    for (const [pattern, error] of vectors) {
      const compiled = compile(pattern)
      const told = 'error' in compiled ? compiled.error : ''
      expect(told).toBe(error === '' ? '' : `error parsing regexp: ${error}`)
    }
  })

  test('panics with the pattern in backquotes, if it can stand in them', () => {
    expect(compilePanic('a')).toBeUndefined()
    expect(compilePanic('(\té')).toBe('regexp: Compile(`(\té`): error parsing regexp: missing closing ): `(\té`')
    expect(compilePanic('(`')).toBe('regexp: Compile("(`"): error parsing regexp: missing closing ): `(``')
    expect(compilePanic('(\n')).toBe('regexp: Compile("(\\n"): error parsing regexp: missing closing ): `(\n`')
  })
})
