import { RE2JS, RE2JSSyntaxException } from 're2js'
import { goQuote } from '../object/go-format.ts'

/** A pattern in the syntax of Go's package regexp, compiled, or Go's words for what is wrong with it. */
export type Compiled = { readonly pattern: RE2JS } | { readonly error: string }

const patternsMax = 1000
const compiledByText = new Map<string, Compiled>()

/** Compiles a pattern, or answers from the cache: what it gives depends on the text alone. */
export function compile(text: string): Compiled {
  const known = compiledByText.get(text)
  if (known) return known
  const compiled = compileNow(text)
  if (compiledByText.size >= patternsMax) compiledByText.clear()
  compiledByText.set(text, compiled)
  return compiled
}

function compileNow(text: string): Compiled {
  try {
    return { pattern: RE2JS.compile(text) }
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return { error: goMessage(error.message) }
    throw error
  }
}

/** Go quotes what is wrong, be it nothing. [regexp/syntax Error.Error] */
function goMessage(message: string): string {
  return message.endsWith('`') ? message : `${message}: \`\``
}

/** How Go panics over a pattern that has to compile and does not; nothing over one that does. [Go regexp.MustCompile] */
export function compilePanic(pattern: string): string | undefined {
  const compiled = compile(pattern)
  return 'error' in compiled ? `regexp: Compile(${quoted(pattern)}): ${compiled.error}` : undefined
}

/** In backquotes, or as a text in Go where it cannot stand in them. [Go regexp quote, strconv.CanBackquote] */
function quoted(pattern: string): string {
  return [...pattern].every(standsInBackquotes) ? `\`${pattern}\`` : goQuote(pattern)
}

function standsInBackquotes(rune: string): boolean {
  return rune === '\t' || (rune >= ' ' && !'`\u007f\ufeff'.includes(rune))
}

export function isRegularExpression(text: string): boolean {
  return 'pattern' in compile(text)
}

/** Whether the pattern matches anywhere in the text, as Go's MatchString; false for a pattern that does not compile. */
export function matchesPattern(pattern: string, text: string): boolean {
  const compiled = compile(pattern)
  return 'pattern' in compiled && compiled.pattern.matcher(text).find()
}
