import { compareTexts } from '../../object/go-format.ts'
import { type LabelOperator, newRequirement, type Requirement } from '../../object/label-requirement.ts'

/** Selects nothing, as long as nobody sets the label. [capsule-proxy internal/modules; extended E5.1] */
export const selectsNothing: readonly Requirement[] = [{ key: 'dontexistsignoreme', operator: 'exists', values: [] }]

export function isIn(key: string, values: readonly string[]): readonly Requirement[] {
  return [{ key, operator: 'in', values: [...new Set(values)] }]
}

/** A selector as queries carry it, by key. [apimachinery pkg/labels/selector.go:Requirement.String] */
export function selectorText(requirements: readonly Requirement[]): string {
  return requirements
    .toSorted((a, b) => compareTexts(a.key, b.key))
    .map(requirementText)
    .join(',')
}

const symbols: Readonly<Record<LabelOperator, string>> = {
  '=': '=',
  '==': '==',
  '!=': '!=',
  in: ' in ',
  notin: ' notin ',
  gt: '>',
  lt: '<',
  exists: '',
  '!': '',
}

function requirementText({ key, operator, values }: Requirement): string {
  if (operator === 'exists') return key
  if (operator === '!') return `!${key}`
  const list = values.toSorted(compareTexts).join(',')
  return `${key}${symbols[operator]}${operator === 'in' || operator === 'notin' ? `(${list})` : list}`
}

/**
 * Requirements of several rules are joined by key and sort of operator: the values of one key are united, different keys
 * must all hold. So two rules on different keys select what fits both, perhaps nothing.
 * [capsule-proxy internal/modules/utils/selector.go:HandleListSelector; extended E7.4]
 */
export function joinRequirements(
  requirements: readonly Requirement[],
): readonly Requirement[] | { readonly error: string } {
  const joined = new Map<string, { key: string; operator: LabelOperator; values: Set<string> }>()
  for (const { key, operator, values } of requirements) {
    const set = setOperator(operator)
    const known = joined.get(`${key}:${set}`)
    if (known) for (const value of values) known.values.add(value)
    else joined.set(`${key}:${set}`, { key, operator: set, values: new Set(values) })
  }
  const results: Requirement[] = []
  for (const { key, operator, values } of joined.values()) {
    const requirement = newRequirement(key, operator, [...values])
    if ('error' in requirement) return requirement
    results.push(requirement)
  }
  return results
}

function setOperator(operator: LabelOperator): LabelOperator {
  if (operator === '=' || operator === '==') return 'in'
  return operator === '!=' ? 'notin' : operator
}
