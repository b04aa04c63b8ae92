import { describe, expect, test } from 'vitest'
import { isReview, reviewAccess } from '../../src/apiserver/authorization/access-review.ts'
import type { Json, JsonObject } from '../../src/object/json.ts'
import type { Response } from '../../src/request/request.ts'
import { clusterRole, clusterRoleBinding, roleBinding, rule, stateOf, toGroup, toUser, user } from './rbac-state.ts'

const authorization = 'authorization.k8s.io'
const state = stateOf(
  clusterRole('r', [rule('get,list', '', 'pods', 'a'), { verbs: ['get'], nonResourceURLs: ['/metrics'] }]),
  clusterRoleBinding('b', 'r', toUser('jo')),
  clusterRole('d', [rule('delete', '', 'namespaces')]),
  roleBinding('ns', 'del', 'd', toGroup('devs')),
  roleBinding('ns', 'gone', 'gone', toUser('al')),
)
const jo = user('jo', 'devs')

function review(kind: string, body: JsonObject, namespace?: string): Response {
  const type = { group: authorization, resource: `${kind.toLowerCase()}s`, kind }
  const request = { verb: 'create' as const, body, ...(namespace === undefined ? {} : { namespace }) }
  return reviewAccess(state, jo, request, type)
}

function statusOf(kind: string, spec: JsonObject): Json | undefined {
  return review(kind, { spec }).body.status
}

describe('a SelfSubjectAccessReview', () => {
  const resourceAttributes = { verb: 'delete', resource: 'namespaces', namespace: 'ns', name: 'ns' }

  test('says whether and by what the sender may', () => {
    expect(review('SelfSubjectAccessReview', { spec: { resourceAttributes } })).toEqual({
      code: 201,
      body: {
        kind: 'SelfSubjectAccessReview',
        apiVersion: 'authorization.k8s.io/v1',
        metadata: {},
        spec: { resourceAttributes },
        status: {
          allowed: true,
          reason: 'RBAC: allowed by RoleBinding "del/ns" of ClusterRole "d" to Group "devs"',
        },
      },
    })
  })

  test('gives no reason where there is none', () => {
    const elsewhere = { ...resourceAttributes, namespace: 'other' }
    expect(statusOf('SelfSubjectAccessReview', { resourceAttributes: elsewhere })).toEqual({ allowed: false })
  })

  test('asks of paths too', () => {
    const path = { nonResourceAttributes: { verb: 'get', path: '/metrics' } }
    expect(statusOf('SelfSubjectAccessReview', path)).toMatchObject({ allowed: true })
  })

  test('gives back what it knows and is not empty', () => {
    const spec = { resourceAttributes: { verb: 'get', resource: 'pods', name: '', colour: 'red' } }
    expect(review('SelfSubjectAccessReview', { spec }).body.spec).toEqual({
      resourceAttributes: { verb: 'get', resource: 'pods' },
    })
  })
})

describe('a SubjectAccessReview', () => {
  test('asks for somebody else', () => {
    const spec = { user: 'al', resourceAttributes: { verb: 'get', resource: 'pods', name: 'a' } }
    expect(statusOf('SubjectAccessReview', spec)).toEqual({ allowed: false })
    expect(statusOf('SubjectAccessReview', { ...spec, user: 'jo' })).toMatchObject({ allowed: true })
  })

  test('tells of roles that are gone as the reason', () => {
    const spec = { user: 'al', resourceAttributes: { verb: 'get', resource: 'pods', namespace: 'ns' } }
    expect(statusOf('SubjectAccessReview', spec)).toEqual({
      allowed: false,
      reason: 'RBAC: clusterrole.rbac.authorization.k8s.io "gone" not found',
    })
  })

  test('gives no reason for system:masters', () => {
    const spec = { groups: ['system:masters'], resourceAttributes: { verb: '*', resource: '*' } }
    expect(statusOf('SubjectAccessReview', spec)).toEqual({ allowed: true })
  })
})

describe('a review that says too little or too much is invalid', () => {
  const nothing =
    'spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified'
  const nobody = 'spec.user: Invalid value: "": at least one of user or group must be specified'
  const both = {
    resourceAttributes: { verb: 'get' },
    nonResourceAttributes: { path: '/x', verb: 'get' },
  }
  const path = '{"Path":"/x","Verb":"get"}'
  const combined = `spec.nonResourceAttributes: Invalid value: ${path}: cannot be specified in combination with resourceAttributes`
  const elsewhere = 'spec.resourceAttributes.namespace: Invalid value: "": must match metadata.namespace'
  const cases: readonly (readonly [string, JsonObject, readonly string[]])[] = [
    ['SelfSubjectAccessReview', { spec: {} }, [nothing]],
    ['SubjectAccessReview', { spec: {} }, [nothing, nobody]],
    ['LocalSubjectAccessReview', { spec: {} }, [nothing, nobody]],
    ['SelfSubjectAccessReview', { spec: both }, [combined]],
    [
      'LocalSubjectAccessReview',
      { spec: both },
      [
        combined,
        nobody,
        elsewhere,
        `spec.nonResourceAttributes: Invalid value: ${path}: disallowed on this kind of request`,
      ],
    ],
    [
      'SubjectAccessReview',
      { metadata: { name: 'n', labels: { a: 'b' } }, spec: { user: 'jo', resourceAttributes: { verb: 'get' } } },
      ['metadata: Invalid value: {"name":"n","labels":{"a":"b"}}: must be empty'],
    ],
    [
      'SelfSubjectAccessReview',
      {
        spec: {
          resourceAttributes: {
            fieldSelector: {},
            labelSelector: { rawSelector: 'a=b', requirements: [{ key: 'a', operator: 'Exists' }] },
          },
        },
      },
      [
        'spec.resourceAttributes.fieldSelector.requirements: Required value: when spec.resourceAttributes.fieldSelector is specified, requirements or rawSelector is required',
        'spec.resourceAttributes.labelSelector.rawSelector: Invalid value: "a=b": may not specified at the same time as requirements',
      ],
    ],
  ]
  test.each(cases)('%s %j', (kind, body, errors) => {
    const { code, body: status } = review(kind, body, 'ns')
    const all = errors.length > 1 ? `[${errors.join(', ')}]` : errors.join()
    expect([code, status.message]).toEqual([422, `.authorization.k8s.io "" is invalid: ${all}`])
  })
})

describe('a LocalSubjectAccessReview', () => {
  const resourceAttributes = { verb: 'delete', resource: 'namespaces', namespace: 'ns' }
  const spec = { user: 'jo', groups: ['devs'], resourceAttributes }

  test('is of the namespace of its request', () => {
    const { code, body } = review('LocalSubjectAccessReview', { spec }, 'ns')
    expect([code, body.metadata, body.status]).toMatchObject([201, { namespace: 'ns' }, { allowed: true }])
  })

  test('and of no other', () => {
    const { code, body } = review('LocalSubjectAccessReview', { metadata: { namespace: 'x' }, spec }, 'ns')
    expect([code, body.message]).toEqual([
      400,
      'the namespace of the provided object does not match the namespace sent on the request',
    ])
  })
})

describe('a SelfSubjectRulesReview', () => {
  test('lists the rules as they are written', () => {
    expect(review('SelfSubjectRulesReview', { spec: { namespace: 'ns' } }).body).toEqual({
      kind: 'SelfSubjectRulesReview',
      apiVersion: 'authorization.k8s.io/v1',
      metadata: {},
      spec: {},
      status: {
        resourceRules: [
          { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'], resourceNames: ['a'] },
          { verbs: ['delete'], apiGroups: [''], resources: ['namespaces'] },
        ],
        nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/metrics'] }],
        incomplete: false,
      },
    })
  })

  test('needs a namespace', () => {
    const { code, body } = review('SelfSubjectRulesReview', { spec: {} })
    expect([code, body.message]).toEqual([400, 'no namespace on request'])
  })
})

describe('reviews', () => {
  test('a SelfSubjectReview tells who the sender is', () => {
    const type = { group: 'authentication.k8s.io', resource: 'selfsubjectreviews', kind: 'SelfSubjectReview' }
    const { body } = reviewAccess(state, jo, { verb: 'create', body: {} }, type)
    expect(body.status).toEqual({ userInfo: { username: 'jo', groups: ['devs', 'system:authenticated'] } })
  })

  test('can be created and nothing else', () => {
    const type = { group: authorization, resource: 'subjectaccessreviews', kind: 'SubjectAccessReview' }
    const { code, body } = reviewAccess(state, jo, { verb: 'list' }, type)
    expect([code, body.reason]).toEqual([405, 'MethodNotAllowed'])
  })

  test('are of their group', () => {
    expect(isReview({ group: authorization, kind: 'SubjectAccessReview' })).toBe(true)
    expect(isReview({ group: 'example.org', kind: 'SubjectAccessReview' })).toBe(false)
    expect(isReview({ group: authorization, kind: 'toString' })).toBe(false)
  })
})
