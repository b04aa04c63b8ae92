import { describe, expect, test } from 'vitest'
import { aggregateRules } from '../../src/apiserver/authorization/aggregate-rules.ts'
import { clusterRoleAggregation } from '../../src/controllers/cluster-role-aggregation.ts'
import type { Call } from '../../src/controllers/controller.ts'
import type { JsonObject } from '../../src/object/json.ts'
import { type KubeObject, withMetadata } from '../../src/object/kube-object.ts'
import type { Response } from '../../src/request/request.ts'
import type { ClusterState } from '../../src/state/cluster-state.ts'
import { clusterRole, group, rule, stateOf } from './rbac-state.ts'

const pods = rule('get', '', 'pods')
const secrets = rule('get', '', 'secrets')
const nodes = rule('get', '', 'nodes')

function labelled(name: string, label: string, ...rules: readonly JsonObject[]): KubeObject {
  return withMetadata(clusterRole(name, rules), { labels: { [label]: 'true' } })
}

function selecting(...labels: readonly string[]): JsonObject {
  return { aggregationRule: { clusterRoleSelectors: labels.map((label) => ({ matchLabels: { [label]: 'true' } })) } }
}

/** Lets one reconcile run against a state; every request is answered with the code. */
function reconcile(state: ClusterState, key: string, code = 200): { readonly result: unknown; readonly sent: Call[] } {
  const sent: Call[] = []
  const work = clusterRoleAggregation.reconcile(key, undefined, 0)
  let next = work.next()
  while (!next.done) {
    const call = next.value
    if (call.type === 'request') sent.push(call)
    const answer: Response = { code, body: { kind: 'Status', message: 'no' } }
    next = work.next(call.type === 'read' ? call.read(state) : answer)
  }
  return { result: next.value, sent }
}

describe('the rules of an aggregating ClusterRole', () => {
  test('come selector by selector, by the names of the roles, each once and none from itself', () => {
    const all = withMetadata(clusterRole('all', [rule('get', '', 'events')], selecting('x', 'y')), {
      labels: { x: 'true' },
    })
    const others = [
      labelled('b', 'x', pods),
      labelled('a', 'x', secrets, { ...pods, resourceNames: [] }),
      labelled('0', 'y', secrets, nodes),
      labelled('z', 'other', rule('*', '*', '*')),
    ]
    expect(aggregateRules(stateOf(all, ...others), all)).toEqual({ rules: [secrets, pods, nodes] })
  })

  test('cannot be told where a selector cannot be read', () => {
    const bad = { clusterRoleSelectors: [{ matchExpressions: [{ key: 'a', operator: 'Like' }] }] }
    const all = clusterRole('all', [], { aggregationRule: bad })
    expect(aggregateRules(stateOf(all), all)).toEqual({ error: '"Like" is not a valid label selector operator' })
  })
})

describe('the controller', () => {
  const all = clusterRole('all', [], selecting('x'))
  const other = labelled('a', 'x', pods)

  test('works on what is not as it should be, whichever role changed', () => {
    const event = { type: 'added', resource: `${group}/clusterroles`, object: other } as const
    const keys = (state: ClusterState) =>
      clusterRoleAggregation.observe(event, undefined, state).enqueue.map(({ key }) => key)
    expect(keys(stateOf(all, other))).toEqual(['all'])
    expect(keys(stateOf({ ...all, rules: [pods] }, other))).toEqual([])
    expect(keys(stateOf(other))).toEqual([])
  })

  test('applies the rules alone, by force', () => {
    const { result, sent } = reconcile(stateOf(all, other), 'all')
    expect(result).toEqual({ type: 'done' })
    expect(sent).toEqual([
      {
        type: 'request',
        request: {
          verb: 'patch',
          group,
          version: 'v1',
          resource: 'clusterroles',
          name: 'all',
          patchType: 'apply',
          query: { fieldManager: 'clusterrole-aggregation-controller', force: 'true' },
          body: { apiVersion: `${group}/v1`, kind: 'ClusterRole', metadata: { name: 'all' }, rules: [pods] },
        },
      },
    ])
  })

  test('has nothing to do with roles that are as they should be, gone, or do not aggregate', () => {
    expect(reconcile(stateOf(clusterRole('none', [], selecting('x'))), 'none').sent).toEqual([])
    expect(reconcile(stateOf(), 'all').sent).toEqual([])
    expect(reconcile(stateOf(other), 'a').sent).toEqual([])
  })

  test('tries again when it is refused', () => {
    expect(reconcile(stateOf(all, other), 'all', 409).result).toEqual({ type: 'error', message: 'no' })
  })
})
