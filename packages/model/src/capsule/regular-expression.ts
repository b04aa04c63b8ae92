import { RE2JS, RE2JSSyntaxException } from 're2js'

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
    if (error instanceof RE2JSSyntaxException) return { error: error.message }
    throw error
  }
}

export function isRegularExpression(text: string): boolean {
  return 'pattern' in compile(text)
}

/** Whether the pattern matches anywhere in the text, as Go's MatchString; false for a pattern that does not compile. */
export function matchesPattern(pattern: string, text: string): boolean {
  const compiled = compile(pattern)
  return 'pattern' in compiled && compiled.pattern.matcher(text).find()
}
