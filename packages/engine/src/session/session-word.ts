import type { Session } from './session.ts'

/** What a line came to. */
export interface LineResult {
  readonly session: Session
  /** for people; empty or ended by a line break */
  readonly output: string
  /** whether the line was understood: not whether what it asked for was allowed */
  readonly isUnderstood: boolean
  /** the session is to end */
  readonly ends?: true
  /** a file that was asked for, to be written by whoever has files */
  readonly file?: { readonly path: string; readonly text: string }
}

/** An option of a command, as help and completion need it. */
export interface OtherOption {
  readonly name: string
  readonly short?: string
  readonly type: 'string' | 'boolean'
  readonly choices?: readonly string[]
}

/** A command that the prompt takes beside those of sessions: of it only what help and completion need. */
export interface OtherCommand {
  readonly name: string
  readonly summary: string
  readonly options: readonly OtherOption[]
  /** what may follow its name: the names of questions, of goals; with options of their own */
  readonly subjects: readonly { readonly name: string; readonly options: readonly OtherOption[] }[]
  /** whether an action may follow its options */
  readonly takesAction: boolean
}

/** What a session cannot know by itself. */
export interface Surroundings {
  /** the text of a file that an action names with -f; undefined where there is none */
  readonly readFile: (file: string) => string | undefined
  readonly others: readonly OtherCommand[]
}

/** What stands after a word, for completion. */
export type Argument = 'action' | 'file' | 'moment' | 'object' | 'user' | 'word'

/** A word that a line may begin with, besides the verbs of kubectl. */
export interface SessionWord {
  readonly name: string
  /** how it is written, with what it does: a line each */
  readonly usage: readonly (readonly [written: string, does: string])[]
  readonly takes?: Argument
  readonly flags?: readonly string[]
  readonly run: (call: WordCall) => LineResult
}

/** A line that begins with a word. */
export interface WordCall {
  readonly session: Session
  /** what follows the word, taken apart as a shell does */
  readonly words: readonly string[]
  /** the same as it was typed */
  readonly rest: string
  readonly around: Surroundings
}

/** An answer that leaves the session where it is. */
export function said(session: Session, output: string): LineResult {
  return { session, output: output === '' || output.endsWith('\n') ? output : `${output}\n`, isUnderstood: true }
}

/** What is wrong with a line, and what was expected. */
export function notUnderstood(session: Session, message: string): LineResult {
  return { session, output: `${message}\n`, isUnderstood: false }
}
