import type { TriedAction } from './tried-action.ts'

/** What can be otherwise for an action as a whole; `refused otherwise`: still refused, in other words. */
export const changesOfAnswer = ['refused now', 'allowed now', 'refused otherwise'] as const

/** What can be otherwise for objects: `deleted now` survived, `held now` hang in their deletion and did not. */
export const changesOfObjects = ['deleted now', 'survives now', 'held now', 'not held now'] as const

/** How an action ends otherwise than before. */
export type Change =
  | { readonly type: (typeof changesOfAnswer)[number] }
  | { readonly type: (typeof changesOfObjects)[number]; readonly objects: readonly string[] }

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
