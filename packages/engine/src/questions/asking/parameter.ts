import type { Parsed } from '../../action/action-text.ts'
import type { Snapshot } from '../../snapshot/load-snapshot.ts'

/** What is at hand when the texts of a command line become values. */
export interface Reading {
  readonly snapshot: Snapshot
  /** what a file, folder or standard input holds; undefined where it was not read */
  sourceOf(name: string): Snapshot | undefined
  /** the text of a file that an action names */
  readFile(name: string): string | undefined
}

/** A sort of values: how it is written, read and held against a snapshot. */
export interface ParameterType<Value> {
  /** how usages call it: `NAMESPACE` */
  readonly placeholder: string
  /** what it may be, where that is a closed list */
  readonly choices?: readonly string[]
  /** takes no value: it is there or not */
  readonly isFlag?: boolean
  /** may be given several times */
  readonly isMany?: boolean
  /** files, folders or `-` that the texts name, which must be read first */
  sources?(texts: readonly string[]): readonly string[]
  /** files that actions name with -f */
  files?(texts: readonly string[]): readonly string[]
  /** the value that the texts stand for; there is at least one text */
  parse(texts: readonly string[], reading: Reading): Parsed<Value>
  /** what is wrong with the value on this snapshot, what was expected, and the near miss */
  check?(value: Value, snapshot: Snapshot): string | undefined
}

/** One parameter of a question: how it is read, what it means and what it is by default. */
export interface Parameter<Value> {
  readonly type: ParameterType<Value>
  /** one sentence, or what stands for one */
  readonly meaning: string
  /** as on the command line, without the option's name */
  readonly example: string
  /** default: no */
  readonly isRequired?: boolean
  /** what counts where it is absent, in words */
  readonly otherwise?: string
}

/** A description for each parameter of a question. */
export type Parameters<Given> = {
  readonly [Name in keyof Given]-?: Parameter<NonNullable<Given[Name]>>
}

/** `asGroup` as the command line has it: `as-group`. */
export function optionName(parameter: string): string {
  return parameter.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
