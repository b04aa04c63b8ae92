import type { CliOption } from '../../src/cli/parse-command-line.ts'

/** A help text taken apart. */
export interface HelpText {
  /** what is said of options, by their long names without dashes */
  readonly options: ReadonlyMap<string, OptionHelp>
  readonly usage: string
  readonly exitCodes: string
  readonly examples: string
  /** everything else, in order */
  readonly paragraphs: readonly string[]
}

export interface OptionHelp {
  /** what stands for the value; empty where it takes none */
  readonly placeholder: string
  readonly means: string
}

/** Takes the help text of a command apart. `options` tells which options take a value. */
export function parseHelp(help: string, options: readonly CliOption[]): HelpText {
  const paragraphs = help.trimEnd().split(/\n\n+/)
  const starting = (word: RegExp): string => paragraphs.find((each) => word.test(each)) ?? ''
  const from = paragraphs.findIndex((each) => examplesBegin.test(each))
  const before = from < 0 ? paragraphs : paragraphs.slice(0, from)
  const rows = before.flatMap((each) => rowsOf(each))
  return {
    options: new Map(rows.map((row) => readRow(row, options))),
    usage: starting(/^Usage:/).replace(/^Usage: /, ''),
    exitCodes: starting(/^Exit codes:/),
    examples: (from < 0 ? '' : paragraphs.slice(from).join('\n\n')).replace(/^Examples?:\n/, ''),
    paragraphs: before.filter((each) => rowsOf(each).length === 0 && !/^(Usage|Exit codes):/.test(each)),
  }
}

const examplesBegin = /^Examples?:/
const rowBegin = /^\s{2,6}(-\w, )?--[\w-]+/

/** Each with the lines that go on with it. */
function rowsOf(paragraph: string): readonly string[] {
  const rows: string[] = []
  for (const line of paragraph.split('\n')) {
    if (rowBegin.test(line)) rows.push(line.trim())
    else if (rows.length > 0 && /^\s{6}/.test(line)) rows.push(`${rows.pop()} ${line.trim()}`)
  }
  return rows
}

/** `-s, --snapshot FILE     what kubectl printed`; of an option without a value what follows its name is its meaning. */
function readRow(row: string, options: readonly CliOption[]): readonly [string, OptionHelp] {
  const [, name = '', rest = ''] = /^(?:-\w, )?--([\w-]+)\s*([\s\S]*)$/.exec(row) ?? []
  const takesValue = options.find((option) => option.name === name)?.type === 'string'
  const [, placeholder = '', means = ''] = takesValue
    ? (/^('[^']*'|\S+)\s*([\s\S]*)$/.exec(rest) ?? [])
    : ['', '', rest]
  return [name, { placeholder, means: means.replace(/\s+/g, ' ') }]
}
