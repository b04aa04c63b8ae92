import type { CauseLink } from '../causes/cause-chain.ts'
import type { CauseChain, Why } from '../causes/why-effect.ts'
import type { Change } from '../causes/writes.ts'
import type { Outcome } from '../predict/prediction.ts'

const outcomes: Readonly<Record<Outcome, string>> = {
  gone: 'is lost',
  replaced: 'is lost and made again under a new uid',
  held: 'is left terminating',
  created: 'is created',
  changed: 'is changed',
}

const ends: Readonly<Record<Change, string>> = {
  created: 'It was created',
  changed: 'It was changed last',
  marked: 'It was marked to be deleted',
  removed: 'It was removed',
}

/** The chains of an effect: from the write that made it back to the action, each link with who, what, by which rule. */
export function whyText({ object, outcome, chains, notes }: Why): string {
  const head = outcome
    ? `Why ${object} ${outcomes[outcome]}, along the likely order, back to the action:`
    : `${object} is as it was, along the likely order.`
  return [
    head,
    ...chains.flatMap((chain) => chainText(chain, chains.length > 1)),
    ...notes.map((note) => `  ${note}`),
  ].join('\n')
}

function chainText({ of, links }: CauseChain, isOneOfMany: boolean): readonly string[] {
  const head = isOneOfMany ? [`  ${ends[of]}:`] : []
  return [...head, ...links.flatMap((link, index) => linkText(link, index === 0 ? '  ' : '  <- '))]
}

function linkText(link: CauseLink, start: string): readonly string[] {
  const { actor, process, user, did, seconds, request, rule, calledBy, triesBefore } = link
  const where = process === undefined ? '' : ` (in ${process})`
  const as = user === undefined ? '' : `, as ${user}`
  const detail = (text: string): string => `       ${text}`
  return [
    `${start}${actor}${where} ${did}, after ${seconds.toFixed(1)} s`,
    ...(request ? [detail(`request: ${request.text}: ${request.code}${as}`)] : []),
    ...(request || !rule ? [] : [detail('no request: written right in the storage')]),
    ...(rule ? [detail(`rule: ${rule.says}`), detail(`      [${rule.source}]`)] : []),
    ...(calledBy === undefined ? [] : [detail(`called by: ${calledBy}`)]),
    ...(triesBefore === undefined
      ? []
      : [detail(`tried before: ${triesBefore === 1 ? 'once' : `${triesBefore} times`}`)]),
  ]
}
