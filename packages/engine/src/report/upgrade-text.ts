import type { Effect } from '../predict/prediction.ts'
import type { Change } from '../upgrade/changes.ts'
import type { TriedAction } from '../upgrade/tried-action.ts'
import type { ComparedAction, UpgradeAnswer } from '../upgrade/upgrade.ts'
import { counted } from './kind-words.ts'

const titles: Readonly<Record<Change['type'], string>> = {
  'refused now': 'Will be refused, was allowed',
  'allowed now': 'Will be allowed, was refused',
  'deleted now': 'Will delete what survived',
  'survives now': 'Will leave alive what was deleted',
  'held now': 'Will hang in a deletion that did not',
  'not held now': 'Will not hang in a deletion any more',
  'refused otherwise': 'Refused as before, in other words',
}

const kinds = Object.keys(titles) as readonly Change['type'][]
const objectsMax = 8

/** The answer of `upgrade` for people: what changes by itself, then by sort of change the actions that end otherwise. */
export function upgradeText(answer: UpgradeAnswer): string {
  const { from, to, actions, findings } = answer
  const changed = actions.filter(({ changes }) => changes.length > 0)
  const sections = [
    `From Capsule ${from} to ${to}: ${changed.length} of ${actions.length} everyday actions end otherwise (along the likely order of events).`,
    itselfText(answer),
    ...kinds.map((type) => sectionText(type, actions)),
    findings.length === 0 ? '' : ['Not certain:', ...findings.map((finding) => `  ${finding}`)].join('\n'),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

function itselfText({ itself, to }: UpgradeAnswer): string {
  if (itself.length === 0) return `The operator of ${to} changes nothing when it starts.`
  const counts = new Map<string, number>()
  for (const effect of itself) counts.set(effectText(effect), (counts.get(effectText(effect)) ?? 0) + 1)
  const lines = [...counts].map(([text, count]) => {
    const [kind = '', ...outcome] = text.split(' ')
    return `  ${counted(count, kind)} ${outcome.join(' ')}`
  })
  return [`What the operator of ${to} does when it starts:`, ...lines].join('\n')
}

const outcomes: Readonly<Record<Effect['outcome'], string>> = {
  gone: 'deleted',
  replaced: 'deleted and made again',
  held: 'terminating',
  created: 'created',
  changed: 'changed',
}

function effectText({ kind, outcome }: Effect): string {
  return `${kind} ${outcomes[outcome]}`
}

function sectionText(type: Change['type'], actions: readonly ComparedAction[]): string {
  const lines = actions.flatMap((action) =>
    action.changes.filter((change) => change.type === type).flatMap((change) => changeLines(change, action)),
  )
  return lines.length === 0 ? '' : [`${titles[type]}:`, ...lines].join('\n')
}

function changeLines(change: Change, { title, from, to }: ComparedAction): readonly string[] {
  const start = `  ${title}`
  if ('objects' in change) return [start, `     ${objectsText(change.objects)}`]
  if (change.type === 'allowed now') return [start, `     was ${refusalText(from)}`]
  if (change.type === 'refused now') return [start, `     ${refusalText(to)}`]
  return [start, `     was ${refusalText(from)}`, `     now ${refusalText(to)}`]
}

function refusalText({ code, message = '' }: TriedAction): string {
  return `${code}: ${message}`
}

/** What people ask about first. */
const leading: readonly string[] = ['CustomResourceDefinition ', 'Tenant ', 'Namespace ']

function objectsText(objects: readonly string[]): string {
  const rank = (text: string): number => {
    const index = leading.findIndex((kind) => text.startsWith(kind))
    return index < 0 ? leading.length : index
  }
  const sorted = objects.toSorted((a, b) => rank(a) - rank(b))
  const more = sorted.length > objectsMax ? `, and ${sorted.length - objectsMax} more` : ''
  return `${sorted.slice(0, objectsMax).join(', ')}${more}`
}
