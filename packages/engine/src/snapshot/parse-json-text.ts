import { headerOfList } from './expand-list.ts'
import { findJsonError } from './find-json-error.ts'
import { type JsonSpan, type JsonValueSpan, scanJson } from './scan-json.ts'
import { depthMax, type ListHeader, type ParsedText, type ParsedValue, type Problem } from './source-text.ts'

/**
 * Reads JSON: one value, or several one after another (JSON lines, or the output of several commands in one file). Where a
 * List is cut off, wrong in one place or too deep, its other items are read all the same.
 */
export function parseJsonText(text: string): ParsedText {
  const values: ParsedValue[] = []
  const problems: Problem[] = []
  let spans = scanJson(text)
  if (spans.some((span) => read(text, span) === undefined)) spans = scanJson(text, true)
  let isLooseTextTold = false
  for (const span of spans) {
    const value = read(text, span)
    if (value !== undefined) values.push({ value, offset: span.start, starts: startsOf(value, span) })
    else if (/[[{]/.test(text.charAt(span.start))) salvage(text, span, values, problems)
    else {
      if (!isLooseTextTold) problems.push(problemOf(text, span))
      isLooseTextTold = true
    }
  }
  return { values, problems }
}

const parsed = new WeakMap<JsonSpan, { readonly value: unknown }>()

/** The value of a span; undefined where it is no JSON or nested too deeply. */
function read(text: string, span: JsonSpan): unknown {
  if (span.end < 0 || span.depth > depthMax) return undefined
  const known = parsed.get(span)
  if (known) return known.value
  const value = parse(span.start === 0 && span.end === text.length ? text : text.slice(span.start, span.end))
  parsed.set(span, { value })
  return value
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function startsOf(value: unknown, span: JsonValueSpan): ReadonlyMap<object, number> {
  const starts = new Map<object, number>()
  const list = Array.isArray(value) ? value : ((value as { items?: unknown } | null)?.items ?? [])
  if (!Array.isArray(list) || list.length !== span.elements.length) return starts
  for (const [index, element] of span.elements.entries()) {
    const item: unknown = list[index]
    if (typeof item === 'object' && item !== null) starts.set(item, element.start)
  }
  return starts
}

/** Reads what can be read of a value that cannot be read whole. */
function salvage(text: string, span: JsonValueSpan, values: ParsedValue[], problems: Problem[]): void {
  const before = problems.length
  const list = headerOf(text, span)
  for (const element of span.elements) {
    const value = read(text, element)
    if (value === undefined) problems.push(problemOf(text, element))
    else values.push({ value, offset: element.start, starts: new Map(), list })
  }
  if (problems.length === before) problems.push(problemOf(text, span))
}

function problemOf(text: string, span: JsonSpan): Problem {
  if (span.depth > depthMax) {
    const message = `nested ${span.depth} levels deep, more than the ${depthMax} that are read; left out`
    return { code: 'too-deep', message, offset: span.start }
  }
  const error = findJsonError(text, span.start, span.end < 0 ? text.length : span.end)
  const { offset, message } = error ?? { offset: span.start, message: 'not read' }
  return { code: 'json-invalid', message: `not JSON: ${message}`, offset }
}

/** What a List that cannot be read whole says before its items. */
function headerOf(text: string, span: JsonValueSpan): ListHeader {
  if (span.listStart < 0) return {}
  const head = parse(`${text.slice(span.start, span.listStart)}[]}`) as Record<string, unknown> | undefined
  return headerOfList(head?.apiVersion, head?.kind)
}
