import type { AskedAction } from '../ask.ts'

/** One thing that could have been otherwise before some actions are taken, or in them. */
export interface SingleChange {
  /** what would be otherwise, to be read after "with": `the operator stopped` */
  readonly change: string
  /** actions of an administrator that make it so, before; none where the actions themselves are otherwise */
  readonly before: readonly string[]
  /** files that those name, by name */
  readonly files?: Readonly<Record<string, string>>
  /** what it rests on, where no recording shows it */
  readonly basis?: string
  /** what ends it, where it is nothing that lasts */
  readonly end?: string
  /** the actions otherwise than asked */
  readonly instead?: readonly AskedAction[]
}
