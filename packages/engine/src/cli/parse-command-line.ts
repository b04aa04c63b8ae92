import { parseArgs } from 'node:util'
import { didYouMean } from '../text/near-miss.ts'

/** An option of the command line. */
export interface CliOption {
  readonly name: string
  readonly short?: string
  readonly type: 'string' | 'boolean'
  /** what its value may be, where that is a closed list */
  readonly choices?: readonly string[]
}

/** A command line that was understood: options by name, with all their values, and what is no option. */
export interface CommandLine {
  readonly values: Readonly<Record<string, readonly string[]>>
  readonly positionals: readonly string[]
}

/** `usage` says what is wrong and what was expected. */
export type ParsedCommandLine =
  | { readonly ok: true; readonly line: CommandLine }
  | { readonly ok: false; readonly usage: string }

/** Takes the arguments of a command apart; options may stand anywhere, and `--` ends them. */
export function parseCommandLine(argv: readonly string[], options: readonly CliOption[]): ParsedCommandLine {
  const config = Object.fromEntries(
    options.map(({ name, short, type }) => [name, { type, multiple: true, ...(short === undefined ? {} : { short }) }]),
  )
  const { tokens } = parseArgs({
    args: [...argv],
    options: config,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const values: Record<string, string[]> = {}
  const positionals: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const option = options.find(({ name }) => name === token.name)
    const wrong = option === undefined ? unknown(token.rawName, options) : misuse(option, token)
    if (wrong !== undefined || option === undefined) return { ok: false, usage: wrong ?? '' }
    values[option.name] = [...(values[option.name] ?? []), token.value ?? 'true']
  }
  return { ok: true, line: { values, positionals } }
}

function unknown(rawName: string, options: readonly CliOption[]): string {
  const names = options.map(({ name }) => `--${name}`)
  return `unknown option ${rawName}.${didYouMean(rawName, names)}`
}

interface OptionToken {
  readonly rawName: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

function misuse({ type, choices }: CliOption, { rawName, value, inlineValue }: OptionToken): string | undefined {
  if (type === 'boolean') return value === undefined ? undefined : `${rawName} takes no value.`
  if (value === undefined || value === '') return `${rawName} needs a value after it.`
  if (inlineValue !== true && value.startsWith('-') && value !== '-')
    return `${rawName} needs a value after it, not ${value}. A value that begins with - is written ${rawName}=${value}.`
  if (choices === undefined || choices.includes(value)) return undefined
  return `${rawName} cannot be ${JSON.stringify(value)}.${didYouMean(value, choices)} Expected ${choices.join(' or ')}.`
}

export function valuesOf(line: CommandLine, name: string): readonly string[] {
  return line.values[name] ?? []
}

/** The last value of an option that makes sense once. */
export function lastValueOf(line: CommandLine, name: string): string | undefined {
  return line.values[name]?.at(-1)
}
