import { textHash } from '@capsule-whatif/model'
import { moveText } from './moves.ts'
import type { Division, Searching } from './searching.ts'
import type { Turn } from './turn.ts'
import type { World } from './world.ts'

/** One part of a search: the `index`th, from 0, of so many. */
export interface Shard {
  /** from 0 */
  readonly index: number
  /** how many parts there are */
  readonly of: number
}

/** So many states a shard are waited for, on average, before they are divided. */
const statesEach = 16

/** How many states must wait to be expanded before they are divided. */
export function waitingBefore({ of }: Shard): number {
  return statesEach * of
}

/** Divides the states that wait to be expanded: by the moves that lead there, in the same way in every shard. */
export function divide(world: World, { store, turns, next }: Searching, { index, of }: Shard): Division {
  const texts = new Map<number, string>([[0, '']])
  const textTo = (state: number): string => {
    const known = texts.get(state)
    if (known !== undefined) return known
    const text = `${textTo(store.parent(state))}\n${turnText(world, turns.all[store.turn(state)])}`
    texts.set(state, text)
    return text
  }
  const waiting = Array.from({ length: store.size() - next }, (_, number) => next + number)
  return {
    states: store.size(),
    expanded: next,
    elsewhere: new Set(waiting.filter((state) => textHash(textTo(state)) % of !== index)),
  }
}

function turnText({ moves, timeOf }: World, turn: Turn | undefined): string {
  if (!turn) return ''
  const move = moves.of(turn.move)
  const text = move.type === 'delay' ? `delay of ${moveText(moves.of(move.move))}` : moveText(move)
  return `${text} ${turn.choices.join()} ${timeOf(turn) ?? ''}`
}

/** The part that `i/n` names, `i` from 0; undefined where it names none. */
export function parseShard(text: string): Shard | undefined {
  const [, index = '', of = ''] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []
  const shard = { index: Number(index), of: Number(of) }
  return of !== '' && shard.index < shard.of ? shard : undefined
}
