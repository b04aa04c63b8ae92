import { type SnapshotIssue, type SnapshotIssueCode, severityOf } from './snapshot-issue.ts'

/** One text to read objects from. */
export interface SourceText {
  /** the file's name, `-` for standard input */
  readonly name: string
  readonly text: string
}

/** Where something stands; lines and columns count from 1. */
export interface Origin {
  readonly file: string
  /** from 1 */
  readonly line: number
  /** from 1 */
  readonly column: number
}

/** Something wrong at an offset of a text. */
export interface Problem {
  readonly code: SnapshotIssueCode
  readonly message: string
  readonly offset: number
}

/** One value read from a text, before it is known to be an object of Kubernetes. */
export interface ParsedValue {
  readonly value: unknown
  readonly offset: number
  /** offsets of the objects in its first two levels, so of the items of a List */
  readonly starts: ReadonlyMap<object, number>
  /** kind and apiVersion for an item whose List could not be read as a whole */
  readonly list?: ListHeader
}

/** What a List says of items that do not say it themselves. */
export interface ListHeader {
  readonly apiVersion?: string
  readonly kind?: string
}

/** What one text gave. */
export interface ParsedText {
  readonly values: readonly ParsedValue[]
  readonly problems: readonly Problem[]
}

/** The deepest nesting that is read. Upstream's deepest objects, definitions with schemas, stay under 100. */
export const depthMax = 500

/** Finds lines and columns of one text; its lines are counted when first asked for. */
export interface Locator {
  readonly name: string
  originAt(offset: number): Origin
}

export function locatorOf(source: SourceText): Locator {
  let starts: readonly number[] | undefined
  return {
    name: source.name,
    originAt(offset) {
      starts ??= lineStarts(source.text)
      const line = lineOf(starts, offset)
      return { file: source.name, line: line + 1, column: offset - (starts[line] ?? 0) + 1 }
    },
  }
}

export function issueAt(locator: Locator, problem: Problem): SnapshotIssue {
  const { code, message } = problem
  return { code, severity: severityOf(code), message, ...locator.originAt(problem.offset) }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** Index of the last line that starts at or before the offset. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}
