import { allObjects, type ClusterState, type Step } from '@capsule-whatif/model'
import { isAbout } from '../../causes/writes.ts'
import type { Answer, Effect, Outcome, Refusal } from '../../predict/prediction.ts'
import { placeText } from '../../text/place-text.ts'
import { type Repair, repairsIn } from '../../what-if/repairs.ts'
import { counted, rankOfKind } from '../kind-words.ts'
import { causeText, fieldsText, groupBy, outcomeOrder, outcomeWords, summaryText } from '../prediction-text.ts'
import { actorText } from './turn-text.ts'

const namesMax = 4

/** What an action did, in short: verdict, refusals word for word, and what became of which kinds by whom. */
export function shortAnswerText(number: number, before: ClusterState, answer: Answer, steps: readonly Step[]): string {
  const putBack = repairsIn(allObjects(before), answer).filter(({ fields }) => fields.length > 0)
  return [
    `[${number}] ${verdictText(answer)}`,
    ...answer.actions.flatMap(({ warnings = [] }) => warnings.map((warning) => `  Warning: ${warning}`)),
    ...answer.refusals.flatMap(refusalLines),
    ...(answer.effects.length === 0 && answer.refusals.length > 0 ? [] : [summaryText(answer, putBack.length)]),
    ...outcomeOrder.flatMap((outcome) => outcomeLines(outcome, answer.effects)),
    ...repairLines(putBack, steps),
    ...moreLines(answer),
    ...(answer.audits ?? []).map(({ user, message }) => `  noted by a rule that audits: ${user}: ${message}`),
    ...answer.findings.map((finding) => `  not certain: ${finding}`),
  ]
    .map((line) => `${line}\n`)
    .join('')
}

/** `accepted (200)`, `refused (403)`, `done` */
export function verdictText({ actions, refusals }: Answer): string {
  const code = actions.at(-1)?.code
  if (refusals.some((refusal) => refusal.code === 0)) return 'refused by kubectl'
  if (code === undefined) return refusals.length > 0 ? 'refused' : 'done'
  const refused = refusals.find((refusal) => refusal.code >= 400)
  return refused ? `refused (${refused.code})` : `accepted (${code})`
}

function refusalLines({ user, request, code, reason, message, decision }: Refusal): readonly string[] {
  const status = reason === '' ? String(code) : `${code} ${reason}`
  return [
    `  ${user}: ${request}`,
    `    ${code === 0 ? 'kubectl' : status}: ${message.replaceAll('\n', '\n    ')}`,
    ...(decision?.allowed === false ? [`    ${decision.text}`] : []),
  ]
}

function outcomeLines(outcome: Outcome, all: readonly Effect[]): readonly string[] {
  const effects = all.filter((effect) => effect.outcome === outcome)
  return [...groupBy(effects, causeText)].flatMap(([cause, group]) => [
    `  ${outcomeWords[outcome]}, by ${cause}`,
    ...[...groupBy(group, ({ kind }) => kind)]
      .sort(([a], [b]) => rankOfKind(a) - rankOfKind(b) || (a < b ? -1 : 1))
      .map(([kind, each]) => `    ${counted(each.length, kind)}: ${namesText(each)}`),
  ])
}

function namesText(effects: readonly Effect[]): string {
  const [first] = effects
  if (effects.length === 1 && first) return `${placeText(first)}${fieldsText(first)}`
  const more = effects.length > namesMax ? `, and ${effects.length - namesMax} more` : ''
  return `${effects.slice(0, namesMax).map(placeText).join(', ')}${more}`
}

function repairLines(putBack: readonly Repair[], steps: readonly Step[]): readonly string[] {
  return putBack.map((repair) => {
    const by = steps.findLast(({ events }) => events.some((event) => isAbout(event, repair)))
    const who = by === undefined ? '' : `, by ${actorText(by)}`
    return `  put back: ${repair.kind} ${placeText(repair)} (${repair.fields.join(', ')})${who}`
  })
}

/** What there is besides, which the whole answer tells. */
function moreLines({ instead, struggles, settled }: Answer): readonly string[] {
  return [
    ...(instead.length === 0
      ? []
      : [`  When controllers are busy, ${counted(instead.length, 'object')} can end otherwise: what tells how.`]),
    ...(struggles.length === 0
      ? []
      : [`  ${counted(struggles.length, 'request')} of controllers refused again and again: what tells which.`]),
    ...(settled ? [] : ['  It was not quiet when patience ended.']),
  ]
}
