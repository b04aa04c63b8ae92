import type { Environment } from '@marcbachmann/cel-js'
import { celFailure } from '../evaluation.ts'

/** `find` and `findAll` give what matches; an empty text where nothing does. [apiserver pkg/cel/library/regex.go] */
export function addRegularExpressions(environment: Environment): void {
  environment
    .registerFunction('string.find(string): string', (text: string, pattern: string) => matches(text, pattern)[0] ?? '')
    .registerFunction('string.findAll(string): list<string>', matches)
    .registerFunction('string.findAll(string, int): list<string>', (text: string, pattern: string, limit: bigint) =>
      limit < 0n ? matches(text, pattern) : matches(text, pattern).slice(0, Number(limit)),
    )
}

function matches(text: string, pattern: string): readonly string[] {
  return [...text.matchAll(compiled(pattern))].map(([match]) => match)
}

function compiled(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'gu')
  } catch {
    throw celFailure(`Illegal regex: ${pattern}`)
  }
}
