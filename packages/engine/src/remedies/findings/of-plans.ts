import { resourceOfKind } from '../../action/resolve-resource.ts'
import type { Plan, PlanFinding, PlanItem } from '../../plan/plan.ts'
import { objectKey } from '../../plan/requests.ts'
import type { RuleId } from '../../plan/rules.ts'
import type { NamedResource } from '../../snapshot/named-resource.ts'
import { type FoundOn, optionsFoundOn, type SoughtRemedy, soughtRemedy } from '../sought-remedy.ts'
import { userOptions } from './asked-texts.ts'

type Planned = Pick<Plan, 'items' | 'findings' | 'effects' | 'as'>

const losing: ReadonlySet<RuleId> = new Set<RuleId>(['object-lost', 'object-replaced', 'object-held'])
const failing: ReadonlySet<RuleId> = new Set<RuleId>(['request-refused', 'changed-back'])

/**
 * What can be sought for a plan: the deletions of the client that take more along than what they name, and the manifests that
 * are refused or do not hold, as kubectl would apply their files.
 */
export function remediesOfPlan(
  { items, findings, effects, as }: Planned,
  resources: readonly NamedResource[],
  foundOn: FoundOn,
): readonly SoughtRemedy[] {
  const user = as.groups.includes('system:masters') ? '' : userOptions(as.user, as.groups)
  const more = optionsFoundOn(foundOn)
  const deletions = items
    .filter((item) => takesAlong(item, effects))
    .flatMap((item) => deletionText(item, resources))
    .map((text) => `${text}${user}`)
  const isLosing = findings.some(({ rule, severity }) => losing.has(rule) && severity === 'danger')
  const applied = new Map(items.filter(isApplied).map((item) => [objectKey(item), item] as const))
  const files = new Set(findings.filter(({ rule }) => failing.has(rule)).flatMap((finding) => fileOf(finding, applied)))
  return [
    ...(isLosing && deletions.length > 0
      ? [soughtRemedy('more goes than what is deleted', 'do', { do: deletions, ...more })]
      : []),
    ...[...files].map((file) =>
      soughtRemedy(`a manifest of ${file} is refused, or does not hold`, 'do', {
        do: [`apply -f ${file}${user}`],
        ...more,
      }),
    ),
  ]
}

/** Whether an object that the client deletes takes another along, or is left terminating. */
function takesAlong(item: PlanItem, effects: Plan['effects']): boolean {
  if (item.result !== 'deleted' && item.result !== 'pruned') return false
  return effects.some(({ outcome, asked, causes, kind, name }) => {
    const isItself = kind === item.kind && name === item.name
    if (outcome === 'held' && isItself) return true
    if (outcome !== 'gone' && outcome !== 'replaced' && outcome !== 'held') return false
    const root = causes.at(-1) ?? ''
    return !asked && !isItself && root.includes(': delete ') && root.endsWith(placeEnd(item))
  })
}

function placeEnd({ namespace, name }: PlanItem): string {
  return namespace === undefined ? ` ${name}` : ` ${namespace}/${name}`
}

function deletionText(item: PlanItem, resources: readonly NamedResource[]): readonly string[] {
  const resource = resourceOfKind(item.group, '', item.kind, resources)
  if (resource === undefined) return []
  const type = item.group === '' ? resource.resource : `${resource.resource}.${item.group}`
  return [`delete ${type} ${item.name}${item.namespace === undefined ? '' : ` -n ${item.namespace}`}`]
}

function isApplied({ result, origin }: PlanItem): boolean {
  return origin !== undefined && !['deleted', 'pruned', 'kept', 'absent', 'error'].includes(result)
}

function fileOf({ object }: PlanFinding, applied: ReadonlyMap<string, PlanItem>): readonly string[] {
  const item = object === undefined ? undefined : applied.get(objectKey(object))
  return item?.origin === undefined || item.origin.file === '-' ? [] : [item.origin.file]
}
