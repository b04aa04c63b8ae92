import { parseJsonText } from './parse-json-text.ts'
import { parseYamlText } from './parse-yaml-text.ts'
import type { ParsedText, SourceText } from './source-text.ts'

/** Reads one text as JSON or YAML, by its name where that says which, else by its first character. */
export function parseSource(source: SourceText): ParsedText {
  const { text } = source
  if (text.trim() === '') return empty
  const parsed = parseAs(formatOf(source), text)
  return parsed.values.length === 0 && parsed.problems.length === 0 ? empty : parsed
}

/** The text as positions are counted in it: without byte order mark, lines ended by a line feed. */
export function plainText(source: SourceText): SourceText {
  const text = source.text.startsWith('\uFEFF') ? source.text.slice(1) : source.text
  return { name: source.name, text: text.includes('\r') ? text.replaceAll('\r\n', '\n') : text }
}

const empty: ParsedText = {
  values: [],
  problems: [{ code: 'source-empty', message: 'there is no document in it', offset: 0 }],
}

type Format = 'json' | 'yaml' | 'json in yaml'

function formatOf({ name, text }: SourceText): Format {
  const looksLikeJson = /^\s*[[{]/.test(text)
  if (/\.jsonl?$/i.test(name)) return 'json'
  if (/\.ya?ml$/i.test(name)) return looksLikeJson ? 'json in yaml' : 'yaml'
  return looksLikeJson ? 'json' : 'yaml'
}

function parseAs(format: Format, text: string): ParsedText {
  if (format === 'yaml') return parseYamlText(text)
  const parsed = parseJsonText(text)
  return format === 'json' || parsed.problems.length === 0 ? parsed : parseYamlText(text)
}
