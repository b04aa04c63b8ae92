/** One step of a schedule, for people. */
export interface ScheduleLine {
  /** who does what */
  readonly text: string
  /** what it wrote, as `deleted Namespace oil-dev` */
  readonly writes: readonly string[]
  /** what it was refused, with code */
  readonly refused: readonly string[]
}
