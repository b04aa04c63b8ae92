import { printFieldError } from './field-error.ts'
import { compareTexts } from './go-format.ts'
import { keyErrors, type LabelOperator, newRequirement, type Requirement } from './label-requirement.ts'

interface SelectorError {
  readonly error: string
}

/** A word or a symbol. `end` closes every list of tokens; `error` is a run of symbols that means nothing. */
interface Token {
  readonly kind: 'identifier' | 'end' | 'error' | ')' | ',' | '!' | '==' | '=' | '>' | 'in' | '<' | '!=' | 'notin' | '('
  readonly text: string
}

const END: Token = { kind: 'end', text: '' }
const BINARY_OPERATORS = 'in, notin, =, ==, !=, gt, lt'
const OPERATOR_OF: { readonly [kind in Token['kind']]?: LabelOperator } = {
  in: 'in',
  notin: 'notin',
  '=': '=',
  '==': '==',
  '!=': '!=',
  '>': 'gt',
  '<': 'lt',
}

/**
 * The requirements of a `labelSelector` query, sorted by key, or the error with which the API server answers (a
 * BadRequest). [apimachinery pkg/labels/selector.go Parse]
 */
export function parseLabelSelector(query: string): readonly Requirement[] | SelectorError {
  const tokens = scan(query)
  const requirements: Requirement[] = []
  let position = 0
  for (;;) {
    const token = wordAt(tokens, position)
    if (token.kind === 'end') break
    if (token.kind !== 'identifier' && token.kind !== '!') return found(token, "!, identifier, or 'end of string'")
    const parsed = parseRequirement(tokens, position)
    if ('error' in parsed) return { error: `unable to parse requirement: ${parsed.error}` }
    requirements.push(parsed.value)
    const separator = wordAt(tokens, parsed.next)
    if (separator.kind === 'end') break
    if (separator.kind !== ',') return found(separator, "',' or 'end of string'")
    const following = wordAt(tokens, parsed.next + 1)
    if (following.kind !== 'identifier' && following.kind !== '!') return found(following, "identifier after ','")
    position = parsed.next + 1
  }
  return requirements.sort((a, b) => compareTexts(a.key, b.key))
}

function found(token: Token, expected: string): SelectorError {
  return { error: `found '${token.text}', expected: ${expected}` }
}

/** [selector.go Lexer] */
function scan(query: string): readonly Token[] {
  const [text = ''] = query.split('\0')
  const tokens: Token[] = []
  for (const [part] of text.matchAll(/[^ \t\r\n=!(),<>]+|[=!(),<>]+/g)) {
    if (/^[=!(),<>]/.test(part)) tokens.push(...symbols(part))
    else
      tokens.push(part === 'in' || part === 'notin' ? { kind: part, text: part } : { kind: 'identifier', text: part })
  }
  return [...tokens, END]
}

/** Symbols that touch are read greedily. [selector.go scanSpecialSymbol] */
function symbols(run: string): readonly Token[] {
  return [...run.matchAll(/==|!=|[=!(),<>]/g)].map(([text]) => ({ kind: text as Token['kind'], text }))
}

/** The token where `in` and `notin` count as words. */
function wordAt(tokens: readonly Token[], position: number): Token {
  const token = tokens[position] ?? END
  return token.kind === 'in' || token.kind === 'notin' ? { kind: 'identifier', text: token.text } : token
}

type Parsed<T> = { readonly value: T; readonly next: number } | SelectorError

function finished(key: string, operator: LabelOperator, values: readonly string[], next: number): Parsed<Requirement> {
  const requirement = newRequirement(key, operator, values)
  return 'error' in requirement ? requirement : { value: requirement, next }
}

function parseRequirement(tokens: readonly Token[], start: number): Parsed<Requirement> {
  const negated = wordAt(tokens, start).kind === '!'
  const position = negated ? start + 1 : start
  const key = wordAt(tokens, position)
  if (key.kind !== 'identifier') return found(key, 'identifier')
  const [keyError] = keyErrors(key.text, '<nil>')
  if (keyError !== undefined) return { error: printFieldError(keyError) }
  if (negated) return finished(key.text, '!', [], position + 1)
  const following = wordAt(tokens, position + 1).kind
  if (following === 'end' || following === ',') return finished(key.text, 'exists', [], position + 1)
  const symbol = tokens[position + 1] ?? END
  const operator = OPERATOR_OF[symbol.kind]
  if (operator === undefined) return found(symbol, BINARY_OPERATORS)
  const isSet = operator === 'in' || operator === 'notin'
  const values = isSet ? parseValues(tokens, position + 2) : parseExactValue(tokens, position + 2)
  return 'error' in values ? values : finished(key.text, operator, values.value, values.next)
}

/** The value after an operator; none is the empty text. */
function parseExactValue(tokens: readonly Token[], position: number): Parsed<readonly string[]> {
  const token = wordAt(tokens, position)
  if (token.kind === 'end' || token.kind === ',') return { value: [''], next: position }
  return token.kind === 'identifier' ? { value: [token.text], next: position + 1 } : found(token, 'identifier')
}

/** A list in parentheses; `()` holds the empty text. */
function parseValues(tokens: readonly Token[], position: number): Parsed<readonly string[]> {
  const open = wordAt(tokens, position)
  if (open.kind !== '(') return { error: `found '${open.text}' expected: '('` }
  const first = wordAt(tokens, position + 1)
  if (first.kind === ')') return { value: [''], next: position + 2 }
  if (first.kind !== 'identifier' && first.kind !== ',') return found(first, "',', ')' or identifier")
  return parseIdentifiers(tokens, position + 1)
}

/** What is left out between commas is the empty text. */
function parseIdentifiers(tokens: readonly Token[], start: number): Parsed<readonly string[]> {
  const values = new Set<string>()
  for (let position = start; ; position++) {
    const token = wordAt(tokens, position)
    const following = wordAt(tokens, position + 1)
    if (token.kind === 'identifier') {
      values.add(token.text)
      if (following.kind !== ',' && following.kind !== ')') return found(following, "',' or ')'")
    } else if (token.kind === ',') {
      if (values.size === 0 || following.kind === ',' || following.kind === ')') values.add('')
    } else return found(token, "',', or identifier")
    if (following.kind === ')') return { value: [...values].sort(compareTexts), next: position + 2 }
  }
}
