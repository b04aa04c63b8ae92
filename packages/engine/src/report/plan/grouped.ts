import type { PlanFinding } from '../../plan/plan.ts'
import type { RuleId } from '../../plan/rules.ts'

const words: Partial<Readonly<Record<RuleId, string>>> = {
  'object-lost': 'lost',
  'object-replaced': 'lost and made again under a new uid',
  'object-held': 'terminating, held by finalizers',
}

const namesMax = 6

/** What people ask about first. */
const leading: readonly string[] = [
  'CustomResourceDefinition',
  'Tenant',
  'Namespace',
  'PersistentVolumeClaim',
  'Secret',
]

/** Losses by the same cause as one finding: twenty objects that go with a namespace are one thing to say. */
export function groupedFindings(findings: readonly PlanFinding[]): readonly PlanFinding[] {
  const groups = new Map<string, PlanFinding[]>()
  for (const finding of findings) {
    const key = keyOf(finding)
    groups.set(key, [...(groups.get(key) ?? []), finding])
  }
  return [...groups.values()].flatMap((group) => (group.length > 1 ? joined(group) : group))
}

function keyOf({ rule, severity, origin, causes = [], message }: PlanFinding): string {
  const place = origin === undefined ? '' : `${origin.file}:${origin.line}:${origin.column}`
  return JSON.stringify(rule in words ? [rule, severity, place, causes] : [rule, severity, place, message])
}

function joined(group: readonly PlanFinding[]): readonly PlanFinding[] {
  const [first] = group
  const word = first === undefined ? undefined : words[first.rule]
  if (first === undefined || word === undefined) return group
  const { object: _, ...shared } = first
  const { causes = [] } = first
  const by = causes.length === 0 ? '' : ` by ${causes.join(' <- ')}`
  return [{ ...shared, message: `${group.length} objects ${word}${by}: ${listed(group)}` }]
}

function listed(group: readonly PlanFinding[]): string {
  const byKind = new Map<string, string[]>()
  for (const { object } of group) {
    if (object === undefined) continue
    const name = object.namespace === undefined ? object.name : `${object.namespace}/${object.name}`
    byKind.set(object.kind, [...(byKind.get(object.kind) ?? []), name])
  }
  return [...byKind]
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([kind, names]) => {
      const more = names.length > namesMax ? ` and ${names.length - namesMax} more` : ''
      return `${kind} ${names.slice(0, namesMax).join(', ')}${more}`
    })
    .join('; ')
}

function rank(kind: string): number {
  const index = leading.indexOf(kind)
  return index < 0 ? leading.length : index
}
