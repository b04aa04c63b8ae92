import type { Cells } from './cells.ts'
import type { Course } from './course.ts'
import type { Moves } from './moves.ts'
import type { ScriptStep } from './script.ts'
import { plainTurn, type Turn } from './turn.ts'
import type { Values } from './values.ts'

/**
 * Keeps to the usual order but for a number of delays: of the turns that are possible it gives those of the move that
 * usually comes first, and the delay of that move until nothing else is left to do. What may happen at any moment, somebody's
 * next step or a disturbance, it leaves as it is. [delay bounding: Emmi, Qadeer, Rakamaric 2011]
 */
export function boundedTurns(
  all: readonly Turn[],
  script: readonly ScriptStep[],
  {
    cells,
    values,
    course,
    moves,
  }: { readonly cells: Cells; readonly values: Values; readonly course: Course; readonly moves: Moves },
): readonly Turn[] {
  if (all.length < 2) return all
  const delayed = (values.valueOf(cells.get(course.delayed)) as readonly number[] | undefined) ?? []
  /** what somebody does promptly comes first, then work in the order in which it was first called for */
  const rank = ({ move }: Turn): number =>
    (delayed.includes(move) ? moves.count() : 0) + (moves.of(move).type === 'user' ? -1 : move)
  const ordered = all.filter((turn) => hasOrder(turn, script, moves)).sort((one, other) => rank(one) - rank(other))
  const first = ordered[0]
  if (!first) return all
  const usual = ordered.filter(({ move }) => move === first.move)
  const left = course.number(course.delaysLeft)
  const canDelay = usual.length < ordered.length && left > 0 && !delayed.includes(first.move)
  const delay = (): Turn => {
    const put = [...delayed, first.move].sort((one, other) => one - other)
    const changes = [
      [course.delayed, values.idOf(put)],
      [course.delaysLeft, values.idOf(left - 1)],
    ] as const
    return plainTurn(moves.idOf({ type: 'delay', move: first.move }), changes, [])
  }
  return [...usual, ...(canDelay ? [delay()] : []), ...all.filter((turn) => !hasOrder(turn, script, moves))]
}

function hasOrder({ move }: Turn, script: readonly ScriptStep[], moves: Moves): boolean {
  const what = moves.of(move)
  return what.type === 'work' || (what.type === 'user' && !what.webhooksFail && script[what.index]?.when === 'promptly')
}

/** How many moves there are among the turns that have a usual order. */
export function orderedMoves(all: readonly Turn[], script: readonly ScriptStep[], moves: Moves): number {
  return new Set(all.filter((turn) => hasOrder(turn, script, moves)).map(({ move }) => move)).size
}
