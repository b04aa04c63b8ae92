import { type JsonObject, listAt, objectAt, textAt } from '../object/json.ts'
import type { KubeObject } from '../object/kube-object.ts'

/** A condition of a quota on what it is about. */
export interface ScopeRequirement {
  readonly scopeName: string
  /** Exists, DoesNotExist, In, NotIn */
  readonly operator: string
  readonly values: readonly string[]
}

/** All scopes of a quota, the plain ones too: those just have to hold. [getScopeSelectorsFromQuota] */
export function scopesOf(quota: KubeObject): readonly ScopeRequirement[] {
  const plain = listAt(quota, 'spec', 'scopes').map((scope) => ({
    scopeName: String(scope),
    operator: 'Exists',
    values: [],
  }))
  return [...plain, ...listAt(quota, 'spec', 'scopeSelector', 'matchExpressions').map((one) => parse(objectAt(one)))]
}

function parse(expression: JsonObject): ScopeRequirement {
  return {
    scopeName: textAt(expression, 'scopeName') ?? '',
    operator: textAt(expression, 'operator') ?? '',
    values: listAt(expression, 'values').map(String),
  }
}

/** Whether the requirement holds of something that is there or not: a class by its name. */
export function matchesValue({ operator, values }: ScopeRequirement, value: string | undefined): boolean {
  if (operator === 'Exists') return value !== undefined
  if (operator === 'DoesNotExist') return value === undefined
  if (operator === 'In') return value !== undefined && values.includes(value)
  return operator === 'NotIn' && (value === undefined || !values.includes(value))
}
