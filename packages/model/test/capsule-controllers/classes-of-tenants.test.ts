import { describe, expect, test } from 'vitest'
import { withClasses } from '../../src/capsule/controllers/classes.ts'
import { asTenant } from '../../src/capsule/tenant/tenant.ts'
import type { JsonObject } from '../../src/object/json.ts'
import { configuration, objectOf, stateOf, tenant } from '../capsule/webhook-world.ts'

/** What is told of the classes of a Tenant that was told of others before. */
function classesOf(spec: JsonObject): unknown {
  const state = stateOf(
    configuration(),
    ...['StorageClass', 'PriorityClass', 'RuntimeClass'].map((kind) => objectOf(kind, 'gold')),
  )
  const before = { classes: { storage: ['old'], priority: ['old'], runtime: ['old'] } }
  const { tenant: after, failure } = withClasses(state, asTenant({ ...tenant('oil', 'alice', spec), status: before }))
  return { ...after.status?.classes, ...(failure ? { failure: failure.message } : {}) }
}

describe('the classes in the status of a Tenant', () => {
  test('of a pattern or selector that is no good are none, and those after them are left alone', () => {
    expect(classesOf({ priorityClasses: { allowed: ['a'], allowedRegex: '(' } })).toEqual({
      storage: ['gold'],
      runtime: ['old'],
      failure: 'error parsing regexp: missing closing ): `(`',
    })
    expect(classesOf({ priorityClasses: { matchExpressions: [{ key: 'a', operator: 'Is' }] } })).toEqual({
      storage: ['gold'],
      runtime: ['old'],
      failure: '"Is" is not a valid label selector operator',
    })
  })

  test('are all where a policy has but a pattern, which nobody then reads', () => {
    expect(classesOf({ priorityClasses: { allowedRegex: '(' } })).toEqual({
      storage: ['gold'],
      priority: ['gold'],
      runtime: ['gold'],
    })
  })
})
