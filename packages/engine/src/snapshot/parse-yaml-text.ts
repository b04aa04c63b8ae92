import { composeYaml } from './compose-yaml.ts'
import { parseYamlLines } from './parse-yaml-lines.ts'
import type { ParsedText, ParsedValue } from './source-text.ts'
import { splitYaml, type YamlDocumentText } from './split-yaml.ts'
import { splitYamlList } from './split-yaml-list.ts'

/** Reads a stream of YAML documents, each by itself: what is wrong with one costs no other. */
export function parseYamlText(text: string): ParsedText {
  const parts = splitYaml(text).map((document) => shifted(parseYamlDocument(document.text), document))
  return { values: parts.flatMap((part) => part.values), problems: parts.flatMap((part) => part.problems) }
}

function parseYamlDocument(text: string): ParsedText {
  const value = parseYamlLines(text)
  if (value !== undefined) return { values: [value], problems: [] }
  const whole = composeYaml(text)
  return whole.values.length > 0 ? whole : (salvageYamlList(text) ?? whole)
}

/** Reads the items of a List that cannot be read whole, each by itself; undefined where it is no List or all are well. */
function salvageYamlList(text: string): ParsedText | undefined {
  const list = splitYamlList(text)
  if (list === undefined) return undefined
  const parts = list.items.map((item) => {
    const value = parseYamlLines(item.text)
    return shifted(value === undefined ? composeYaml(item.text) : { values: [value], problems: [] }, item)
  })
  const problems = parts.flatMap((part) => part.problems)
  if (problems.length === 0) return undefined
  return { values: parts.flatMap((part) => part.values).map((value) => ({ ...value, list: list.header })), problems }
}

function shifted(part: ParsedText, { offset }: YamlDocumentText): ParsedText {
  if (offset === 0) return part
  return {
    values: part.values.map((parsed) => shiftedValue(parsed, offset)),
    problems: part.problems.map((problem) => ({ ...problem, offset: problem.offset + offset })),
  }
}

function shiftedValue(parsed: ParsedValue, offset: number): ParsedValue {
  const starts = new Map([...parsed.starts].map(([object, start]) => [object, start + offset] as const))
  return { ...parsed, offset: parsed.offset + offset, starts }
}
