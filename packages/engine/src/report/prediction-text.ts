import type { Answer, Effect, Outcome, Refusal } from '../predict/prediction.ts'
import { placeText } from '../text/place-text.ts'
import type { Repair } from '../what-if/repairs.ts'
import { counted, rankOfKind } from './kind-words.ts'

/** What became of an object, as it is told. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  gone: 'lost',
  replaced: 'lost and made again under a new uid',
  held: 'terminating, held by finalizers',
  created: 'created',
  changed: 'changed',
}

/** The order in which outcomes are told, the gravest first. */
export const outcomeOrder: readonly Outcome[] = ['gone', 'replaced', 'held', 'created', 'changed']
const objectsMax = 12
const struggleMax = 8

/**
 * The answer for people: what in short, what was refused, then every object that is not as it was, grouped by kind and cause.
 *
 * @param repairs what was put back of what the actions changed, as `repairsIn` finds it
 */
export function predictionText(answer: Answer, repairs: readonly Repair[] = []): string {
  const changedBack = repairs.filter(({ fields }) => fields.length > 0)
  const sections = [
    summaryText(answer, changedBack.length),
    actionLines(answer),
    refusalLines(answer.refusals),
    ...outcomeOrder.map((outcome) => effectLines(outcome, answer.effects)),
    insteadLines(answer),
    repairLines(changedBack),
    struggleLines(answer),
    auditLines(answer),
    pendingLines(answer),
    findingLines(answer),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

/** The answer in one sentence. `changedBack`: how many objects were changed and put back. */
export function summaryText(answer: Answer, changedBack = 0): string {
  const parts = outcomeOrder.map((outcome) => countedKinds(outcome, answer.effects)).filter((part) => part !== '')
  const refused = answer.refusals.length > 0 ? [`${answer.refusals.length} refused`] : []
  const repaired = changedBack > 0 ? [`${counted(changedBack, 'object')} put back`] : []
  const all = [...parts, ...repaired, ...refused]
  const what = all.length === 0 ? 'Nothing changes' : all.join('; ')
  const settled = answer.settled
    ? `quiet after ${Math.round(answer.seconds)} s`
    : `not quiet after ${Math.round(answer.seconds)} s`
  return `In short: ${what} (${settled}, along the likely order of events).`
}

function countedKinds(outcome: Outcome, effects: readonly Effect[]): string {
  const counts = new Map<string, number>()
  for (const effect of effects)
    if (effect.outcome === outcome) counts.set(effect.kind, (counts.get(effect.kind) ?? 0) + 1)
  if (counts.size === 0) return ''
  const kinds = [...counts].sort(([a], [b]) => rankOfKind(a) - rankOfKind(b) || (a < b ? -1 : 1))
  return `${kinds.map(([kind, count]) => counted(count, kind)).join(', ')} ${outcomeWords[outcome]}`
}

function actionLines({ actions }: Answer): string {
  const lines = actions.flatMap((action) => {
    const verdict =
      action.code === undefined ? 'done' : action.refused ? `refused (${action.code})` : `accepted (${action.code})`
    return [
      `  ${action.action}. ${action.text}: ${verdict}`,
      ...(action.warnings ?? []).map((warning) => `     Warning: ${warning}`),
    ]
  })
  return ['Asked:', ...lines].join('\n')
}

function refusalLines(refusals: readonly Refusal[]): string {
  if (refusals.length === 0) return ''
  const lines = refusals.map(({ action, user, request, code, reason, message, decision }) => {
    const status = reason === '' ? String(code) : `${code} ${reason}`
    const rule = decision?.allowed === false ? `\n     ${decision.text}` : ''
    return `  ${action}. ${user}: ${request}\n     ${status}: ${message}${rule}`
  })
  return ['Refused:', ...lines].join('\n')
}

function effectLines(outcome: Outcome, effects: readonly Effect[]): string {
  const byCause = groupBy(
    effects.filter((effect) => effect.outcome === outcome),
    causeText,
  )
  if (byCause.size === 0) return ''
  const title = `${(outcomeWords[outcome][0] ?? '').toUpperCase()}${outcomeWords[outcome].slice(1)}:`
  return [title, ...[...byCause].flatMap(([cause, group]) => causeLines(cause, group))].join('\n')
}

function causeLines(cause: string, group: readonly Effect[]): readonly string[] {
  const byKind = [...groupBy(group, ({ kind }) => kind)].sort(
    ([a], [b]) => rankOfKind(a) - rankOfKind(b) || (a < b ? -1 : 1),
  )
  return [`  by ${cause}`, ...byKind.flatMap(([kind, effects]) => kindLines(kind, effects))]
}

function kindLines(kind: string, group: readonly Effect[]): readonly string[] {
  const shown = group.slice(0, objectsMax).map((effect) => `      ${placeText(effect)}${fieldsText(effect)}`)
  const rest = group.length > objectsMax ? [`      and ${group.length - objectsMax} more`] : []
  return [`    ${counted(group.length, kind)}`, ...shown, ...rest]
}

/** Items by what they have in common, in the order in which it is first met. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}

const fieldsMax = 6

/** `: spec.cordoned, status`: the fields that differ. */
export function fieldsText({ fields = [] }: Pick<Effect, 'fields'>): string {
  if (fields.length === 0) return ''
  const more = fields.length > fieldsMax ? `, and ${fields.length - fieldsMax} more` : ''
  return `: ${fields.slice(0, fieldsMax).join(', ')}${more}`
}

/** Who made an effect, and because of whom. */
export function causeText({ causes }: Effect): string {
  return causes.length === 0 ? 'nobody in this run' : causes.join(' <- ')
}

function insteadLines({ instead }: Answer): string {
  if (instead.length === 0) return ''
  return [
    'It can end otherwise when controllers are busy. Then instead:',
    ...outcomeOrder.map((outcome) => effectLines(outcome, instead)).filter((text) => text !== ''),
  ].join('\n')
}

/** What was made again is told as lost and made again. */
function repairLines(changedBack: readonly Repair[]): string {
  const lines = changedBack.map(({ kind, ...repair }) => `  ${kind} ${placeText(repair)}${fieldsText(repair)}`)
  return lines.length === 0 ? '' : ['Accepted, and put back by controllers:', ...lines].join('\n')
}

function struggleLines({ struggles }: Answer): string {
  if (struggles.length === 0) return ''
  const shown = struggles
    .slice(0, struggleMax)
    .map(({ actor, request, times, message }) => `  ${actor}: ${request}, ${times} times\n     ${message}`)
  const rest = struggles.length > struggleMax ? [`  and ${struggles.length - struggleMax} more`] : []
  return ['Tried by controllers and refused:', ...shown, ...rest].join('\n')
}

function auditLines({ audits = [] }: Answer): string {
  if (audits.length === 0) return ''
  const lines = audits.map(({ user, kind, namespace, name, message }) => {
    const place = namespace === '' ? name : `${namespace}/${name}`
    return `  ${user}: ${kind} ${place}\n     ${message}`
  })
  return ['Noted by rules that audit, in Events:', ...lines].join('\n')
}

function pendingLines({ pending }: Answer): string {
  if (pending.length === 0) return ''
  const lines = pending
    .slice(0, objectsMax)
    .map((effect) => `  ${effect.kind} ${placeText(effect)} ${outcomeWords[effect.outcome]}${fieldsText(effect)}`)
  const rest = pending.length > objectsMax ? [`  and ${pending.length - objectsMax} more`] : []
  return ['The snapshot was not quiet; without any action this would happen too:', ...lines, ...rest].join('\n')
}

function findingLines({ findings }: Answer): string {
  return findings.length === 0 ? '' : ['Not certain:', ...findings.map((finding) => `  ${finding}`)].join('\n')
}
