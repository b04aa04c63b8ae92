import { didYouMean } from '../text/near-miss.ts'
import { type Parsed, parsed, refused } from './action-text.ts'

/** An option of a command. A flag stands alone or takes =true and =false; a text takes a value. */
export interface OptionSpec {
  readonly name: string
  readonly short?: string
  readonly type: 'flag' | 'text'
}

/** A command line taken apart. */
export interface Options {
  readonly words: readonly string[]
  /** values by option, in the order given; a flag has 'true' or 'false' */
  readonly values: Readonly<Record<string, readonly string[]>>
}

/** Takes options out of words, where they stand: `--name value`, `--name=value`, `-n value`, `-nvalue`; `--` ends them. */
export function parseOptions(all: readonly string[], specs: readonly OptionSpec[]): Parsed<Options> {
  const words: string[] = []
  const values: Record<string, string[]> = {}
  for (let at = 0; at < all.length; at++) {
    const word = all[at] ?? ''
    if (word === '--') {
      words.push(...all.slice(at + 1))
      break
    }
    if (!word.startsWith('-') || word === '-') {
      words.push(word)
      continue
    }
    const option = readOption(word, all[at + 1], specs)
    if (!option.ok) return option
    const { name, value, usedNext } = option.value
    values[name] = [...(values[name] ?? []), value]
    if (usedNext) at++
  }
  return parsed({ words, values })
}

interface ReadOption {
  readonly name: string
  readonly value: string
  readonly usedNext: boolean
}

function readOption(word: string, next: string | undefined, specs: readonly OptionSpec[]): Parsed<ReadOption> {
  const isLong = word.startsWith('--')
  const equals = word.indexOf('=')
  const written = isLong ? word.slice(2, equals < 0 ? undefined : equals) : word.charAt(1)
  const spec = specs.find(({ name, short }) => (isLong ? name : short) === written)
  if (spec === undefined) return unknownOption(word, written, specs)
  const inline = isLong ? (equals < 0 ? undefined : word.slice(equals + 1)) : shortValue(word)
  if (spec.type === 'flag') return readFlag(spec, inline)
  const value = inline ?? next
  if (value === undefined) return refused(`the option ${word} needs a value after it.`)
  return parsed({ name: spec.name, value, usedNext: inline === undefined })
}

function shortValue(word: string): string | undefined {
  const rest = word.slice(2)
  if (rest === '') return undefined
  return rest.startsWith('=') ? rest.slice(1) : rest
}

function readFlag(spec: OptionSpec, inline: string | undefined): Parsed<ReadOption> {
  if (inline !== undefined && inline !== 'true' && inline !== 'false')
    return refused(`the option --${spec.name} is true or false, not ${JSON.stringify(inline)}.`)
  return parsed({ name: spec.name, value: inline ?? 'true', usedNext: false })
}

function unknownOption(word: string, written: string, specs: readonly OptionSpec[]): Parsed<never> {
  const names = specs.map(({ name }) => `--${name}`)
  const near = word.startsWith('--') ? didYouMean(`--${written}`, names) : ''
  return refused(`unknown option ${word.split('=', 1)[0]}.${near} Expected one of ${names.join(', ')}.`)
}

/** The last value of an option. */
export function lastOf(options: Options, name: string): string | undefined {
  return options.values[name]?.at(-1)
}

export function isSet(options: Options, name: string): boolean {
  return lastOf(options, name) === 'true'
}
