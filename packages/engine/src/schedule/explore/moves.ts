import type { ProcessName } from '@capsule-whatif/model'

/** Something that can happen next. */
export type Move =
  | { readonly type: 'work'; readonly controller: string; readonly key: string }
  | { readonly type: 'user'; readonly index: number; readonly webhooksFail: boolean }
  | { readonly type: 'process'; readonly process: ProcessName; readonly running: boolean }
  | { readonly type: 'watch'; readonly process: ProcessName; readonly lags: boolean }
  | { readonly type: 'time' }
  /** the move that would come next is put off until nothing else is left to do at this time */
  | { readonly type: 'delay'; readonly move: number }

/** Numbers for moves, in the order in which they were first thought of. */
export interface Moves {
  idOf(move: Move): number
  of(id: number): Move
  readonly count: () => number
}

export function createMoves(): Moves {
  const moves: Move[] = []
  const idsByText = new Map<string, number>()
  return {
    idOf(move) {
      const text = moveText(move)
      const known = idsByText.get(text)
      if (known !== undefined) return known
      idsByText.set(text, moves.length)
      return moves.push(move) - 1
    },
    of: (id) => moves[id] as Move,
    count: () => moves.length,
  }
}

/** A text for a move that no other has; the same in every search of the same world. */
export function moveText(move: Move): string {
  switch (move.type) {
    case 'work':
      return `${move.controller} ${move.key}`
    case 'user':
      return `user ${move.index + 1}${move.webhooksFail ? ' while webhooks fail' : ''}`
    case 'process':
      return `${move.process} ${move.running ? 'starts' : 'ends'}`
    case 'watch':
      return `watches of ${move.process} ${move.lags ? 'lag' : 'catch up'}`
    case 'time':
      return 'time passes'
    case 'delay':
      return `delay ${move.move}`
  }
}
