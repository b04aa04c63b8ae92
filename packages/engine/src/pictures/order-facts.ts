import type { ExplorationAnswer, ExploredOutcome } from '../explore/exploration-answer.ts'
import type { EndKind } from '../explore/outcome-classes.ts'
import type { Answer, Effect } from '../predict/prediction.ts'
import { outcomeWords } from '../report/exploration-text.ts'
import { counted, rankOfKind } from '../report/kind-words.ts'
import { placeText } from '../text/place-text.ts'

/** Something that some outcomes have and others do not. */
export interface OrderFact {
  /** the same of two outcomes that have it in common */
  readonly key: string
  /** of what it is: of any outcome, one fact at most has it */
  readonly subject: string
  /** what the subject is where nothing becomes of it */
  readonly otherwise: string
  /** the kind of its object; none of what is no object */
  readonly kind: string
  readonly word: string
  /** of which object or action; none where it is of the cluster */
  readonly name: string
  /** from 0, the worst */
  readonly rank: number
}

/** Facts that the same outcomes have, or all others: whatever decides one of them decides all. */
export interface DividingFacts {
  /** numbers of the outcomes, from 1 */
  readonly outcomes: ReadonlySet<number>
  /** a fact that these outcomes have and no other */
  readonly telling: OrderFact
  /** all that these have or the others, the worst first */
  readonly facts: readonly OrderFact[]
}

/** What depends on the order, by which outcomes have it: the worst first. */
export function dividingFacts({ outcomes, actions }: ExplorationAnswer): readonly DividingFacts[] {
  const byKey = new Map<string, { readonly fact: OrderFact; readonly outcomes: Set<number> }>()
  for (const outcome of outcomes) {
    for (const fact of factsOfOutcome(outcome, actions)) {
      const known = byKey.get(fact.key) ?? { fact, outcomes: new Set() }
      byKey.set(fact.key, known)
      known.outcomes.add(outcome.number)
    }
  }
  const divisions = new Map<string, DividingFacts & { readonly facts: OrderFact[] }>()
  for (const { fact, outcomes: having } of [...byKey.values()].sort((a, b) => a.fact.rank - b.fact.rank)) {
    if (having.size === outcomes.length) continue
    const lacking = outcomes.flatMap(({ number }) => (having.has(number) ? [] : [number]))
    const known = divisions.get([...having].join()) ?? divisions.get(lacking.join())
    if (known) known.facts.push(fact)
    else divisions.set([...having].join(), { outcomes: having, telling: fact, facts: [fact] })
  }
  return [...divisions.values()]
}

/** What an outcome has. */
export function factsOfOutcome(
  { kind, effects, answers }: ExploredOutcome,
  actions: readonly string[],
): readonly OrderFact[] {
  const told = answers.map(({ action, code, message }) => answerFact(actions[action - 1] ?? '', action, code, message))
  return [...effects.map(effectFact), ...told, ...(kind === 'at rest' ? [] : [endFact(kind)])]
}

/** What the likely order has. */
export function factsOfAnswer({ actions, refusals, effects, settled }: Answer): readonly OrderFact[] {
  const refused = new Set(refusals.map(({ action }) => action))
  const accepted = actions.flatMap(({ action, text, code }) =>
    code === undefined || refused.has(action) ? [] : [answerFact(text, action, code, undefined)],
  )
  const told = refusals.map(({ action, code, message }) =>
    answerFact(actions[action - 1]?.text ?? '', action, code, message),
  )
  return [...effects.map(effectFact), ...accepted, ...told, ...(settled ? [] : [endFact('goes round')])]
}

function effectFact(effect: Effect): OrderFact {
  const { outcome, kind } = effect
  const word = outcomeWords[outcome]
  const isLost = outcome === 'gone' || outcome === 'replaced'
  const others = { gone: 1, replaced: 1, held: 2, created: 4, changed: 5 }[outcome]
  const place = placeText(effect)
  const subject = `${kind} ${place}`
  const rank = (isLost && kind === 'Namespace' ? 0 : others) + rankOfKind(kind) / 10
  const otherwise = outcome === 'created' ? 'not created' : 'as before'
  return { key: `${word} ${subject}`, subject, otherwise, kind, word, name: place, rank }
}

function answerFact(text: string, action: number, code: number, message: string | undefined): OrderFact {
  const word = message === undefined ? `answered ${code}` : `answered ${code} ${message}`
  const subject = `action ${action}`
  return { key: `${subject} ${code}`, subject, otherwise: 'not answered', kind: '', word, name: text, rank: 3 }
}

function endFact(kind: EndKind): OrderFact {
  const word = kind === 'goes round' ? 'is fought over for ever' : 'is not at rest in time'
  return { key: 'no rest', subject: 'the cluster', otherwise: 'at rest', kind: '', word, name: 'the cluster', rank: 2 }
}

/** What one run has of the things that some facts are about. */
export function factsAbout(facts: readonly OrderFact[], run: readonly OrderFact[]): readonly OrderFact[] {
  const bySubject = new Map(run.map((fact) => [fact.subject, fact]))
  const subjects = new Map(facts.map((fact) => [fact.subject, fact]))
  return [...subjects].map(([subject, fact]) => bySubject.get(subject) ?? { ...fact, word: fact.otherwise })
}

const namesMax = 3

/** Facts as a few texts: those alike are counted, and some of them named. */
export function factTexts(facts: readonly OrderFact[]): readonly string[] {
  const groups = new Map<string, OrderFact[]>()
  for (const fact of facts) {
    const key = fact.kind === '' ? fact.key : `${fact.kind} ${fact.word}`
    const group = groups.get(key)
    if (group) group.push(fact)
    else groups.set(key, [fact])
  }
  return [...groups.values()].map((group) => {
    const [{ kind = '', word = '', name = '' } = {}] = group
    if (group.length === 1) return kind === '' ? `${name}: ${word}` : `${kind} ${name} ${word}`
    const names = group.slice(0, namesMax).map((fact) => fact.name)
    const more = group.length > namesMax ? `, and ${group.length - namesMax} more` : ''
    return `${counted(group.length, kind)} ${word}: ${names.join(', ')}${more}`
  })
}
