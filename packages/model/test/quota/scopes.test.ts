import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { podEvaluator } from '../../src/quota/pod-evaluator.ts'
import { scopesOf } from '../../src/quota/scope.ts'

interface Selector {
  readonly scopeName: string
  readonly operator: string
  readonly values?: readonly string[]
}

interface Vector {
  readonly name: string
  readonly pod: KubeObject
  readonly scopes: readonly Selector[]
}

const lines: readonly string[] = readFileSync(new URL('vectors/scopes.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
/** Which selectors MatchingScopes of the evaluator of pods of k8s.io/kubernetes v1.36.3 finds, printed by Go. */
const vectors = lines.slice(0, -1).map((line) => JSON.parse(line) as Vector)
const { selectors } = JSON.parse(lines.at(-1) ?? '') as { readonly selectors: readonly Selector[] }

function quotaOf(spec: object): KubeObject {
  return { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'q', namespace: 'n' }, spec: { ...spec } }
}

describe('the scopes of a quota', () => {
  const required = scopesOf(quotaOf({ scopeSelector: { matchExpressions: selectors } }))

  it.each(vectors)('that hold $name', ({ pod, scopes }) => {
    const held = selectors.filter((_, index) => {
      const scope = required[index]
      return scope !== undefined && podEvaluator.matchesScope(scope, pod)
    })
    expect(held).toEqual(scopes)
  })

  it('are the plain ones, which have to hold, and those with conditions', () => {
    const matchExpressions = [{ scopeName: 'PriorityClass', operator: 'In', values: ['gold'] }]
    expect(scopesOf(quotaOf({ scopes: ['BestEffort'], scopeSelector: { matchExpressions } }))).toEqual([
      { scopeName: 'BestEffort', operator: 'Exists', values: [] },
      { scopeName: 'PriorityClass', operator: 'In', values: ['gold'] },
    ])
  })
})
