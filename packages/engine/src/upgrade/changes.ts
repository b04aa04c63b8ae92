import type { TriedAction } from './tried-action.ts'

/** How an action ends otherwise than before. */
export type Change =
  | { readonly type: 'refused now' | 'allowed now' }
  /** still refused, in other words */
  | { readonly type: 'refused otherwise' }
  /** objects that survived and are deleted now, and the other way round */
  | { readonly type: 'deleted now' | 'survives now'; readonly objects: readonly string[] }
  /** objects that hang in their deletion now and did not, and the other way round */
  | { readonly type: 'held now' | 'not held now'; readonly objects: readonly string[] }

/** What is otherwise; only objects that both clusters have count. */
export function changesOf(from: TriedAction, to: TriedAction, known: ReadonlySet<string>): readonly Change[] {
  const difference = (some: readonly string[], other: readonly string[]): readonly string[] =>
    some.filter((each) => known.has(each) && !other.includes(each))
  const survives = difference(from.lost, to.lost)
  const lists = [
    ['deleted now', difference(to.lost, from.lost)],
    ['survives now', survives],
    ['held now', difference(to.held, from.held)],
    ['not held now', difference(from.held, [...to.held, ...to.lost])],
  ] as const
  return [
    ...verdict(from, to),
    ...lists.filter(([, objects]) => objects.length > 0).map(([type, objects]) => ({ type, objects })),
  ]
}

function verdict(from: TriedAction, to: TriedAction): readonly Change[] {
  if (from.allowed !== to.allowed) return [{ type: to.allowed ? 'allowed now' : 'refused now' }]
  return !from.allowed && refusalOf(from) !== refusalOf(to) ? [{ type: 'refused otherwise' }] : []
}

/** Why it was refused; that a webhook cannot be called is one reason, whichever webhook it is. */
function refusalOf({ code, message = '' }: TriedAction): string {
  const isDown = message.startsWith('Internal error occurred: failed calling webhook ')
  return isDown ? 'a webhook cannot be called' : `${code} ${message}`
}
