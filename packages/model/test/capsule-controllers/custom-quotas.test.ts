import { describe, expect, it } from 'vitest'
import { validateCustomQuota } from '../../src/capsule/webhooks/custom-quotas/validating.ts'
import type { JsonObject } from '../../src/object/json.ts'
import { admin, ask, capsule, object, world } from './whole-cluster.ts'

const source = { apiVersion: 'v1', kind: 'Pod', op: 'count' }

function quota(spec: JsonObject, status: JsonObject = {}): ReturnType<typeof object> {
  return object('capsule.clastix.io/v1beta2', 'CustomQuota', 'q', 'default', { spec, status })
}

function verdictOfChange(spec: JsonObject, used: string): string {
  const answer = validateCustomQuota({
    operation: 'UPDATE',
    type: {
      group: 'capsule.clastix.io',
      version: 'v1beta2',
      resource: 'customquotas',
      kind: 'CustomQuota',
      namespaced: true,
      verbs: [],
      custom: true,
    },
    subresource: '',
    name: 'q',
    namespace: 'default',
    user: admin,
    object: quota(spec),
    oldObject: quota({ limit: '5', sources: [source] }, { usage: { used } }),
    dryRun: false,
  })
  return answer.allowed ? 'allowed' : answer.message
}

describe('a CustomQuota', () => {
  it('limits to more than nothing', () => {
    const create = (limit: string): number =>
      ask(world(), {
        verb: 'create',
        ...capsule('customquotas', 'CustomQuota'),
        namespace: 'default',
        body: quota({ limit, sources: [source] }),
      }).code
    expect([create('0'), create('-1'), create('1')]).toEqual([403, 403, 201])
  })

  it.each([
    [
      { limit: '3', sources: [source] },
      '4',
      'spec.limit cannot be lowered below current usage (4); requested limit: 3',
    ],
    [{ limit: '4', sources: [source] }, '4', 'allowed'],
    [{ limit: '3', sources: [] }, '0', 'allowed'],
    [
      { limit: '5', sources: [{ ...source, kind: 'Service' }] },
      '1',
      'spec.sources cannot be changed while usage is recorded (usage: 1); create a new CustomQuota instead',
    ],
    [{ limit: '5', sources: [{ ...source, selectors: [{ matchLabels: { a: 'b' } }] }] }, '1', 'allowed'],
  ])('changed to %j while %s are used: %s', (spec, used, verdict) => {
    expect(verdictOfChange(spec, used)).toBe(verdict)
  })
})
