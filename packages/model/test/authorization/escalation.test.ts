import { describe, expect, test } from 'vitest'
import { checkEscalation } from '../../src/apiserver/authorization/escalation.ts'
import { validateRoleRefUnchanged } from '../../src/apiserver/authorization/role-ref.ts'
import { fieldErrorBody } from '../../src/object/field-error.ts'
import type { JsonObject } from '../../src/object/json.ts'
import { type KubeObject, withMetadata } from '../../src/object/kube-object.ts'
import { held, vectors } from './escalation-vectors.ts'
import { clusterRole, clusterRoleBinding, group, role, roleBinding, rule, stateOf, toUser, user } from './rbac-state.ts'

const jo = user('jo', 'g "2"')
const holding = [clusterRole('held', held), clusterRoleBinding('held', 'held', toUser('jo'))]
const start =
  'user "jo" (groups=["g \\"2\\"" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n'

function typeOf(object: KubeObject): { readonly group: string; readonly resource: string } {
  return { group, resource: `${object.kind.toLowerCase()}s` }
}

function messageOn(objects: readonly KubeObject[], object: KubeObject, old?: KubeObject): string | undefined {
  return checkEscalation(stateOf(...objects), jo, typeOf(object), object, old)?.body.message
}

describe('a role has only rules that its writer holds', () => {
  test.each(vectors)('%j', (wanted, missing) => {
    const expected = `clusterroles.rbac.authorization.k8s.io "new" is forbidden: ${start}${missing.join('\n')}`
    expect(messageOn(holding, clusterRole('new', wanted))).toBe(missing.length > 0 ? expected : undefined)
  })

  test('in a namespace the rights there count too', () => {
    const there = [role('ns', 'r', [rule('get', '', 'secrets')]), roleBinding('ns', 'b', 'Role r', toUser('jo'))]
    expect(messageOn(there, role('ns', 'new', [rule('get', '', 'secrets')]))).toBeUndefined()
    expect(messageOn(there, role('ns-2', 'new', [rule('get', '', 'secrets')]))).toContain('Resources:["secrets"]')
    expect(messageOn(there, clusterRole('new', [rule('get', '', 'secrets')]))).toContain('Resources:["secrets"]')
  })

  test('bindings that could not be evaluated are told of', () => {
    const gone = [
      ...holding,
      clusterRoleBinding('x', 'gone', toUser('jo')),
      clusterRoleBinding('y', 'Other r', toUser('jo')),
    ]
    expect(messageOn(gone, clusterRole('new', [rule('get', '', 'pods/log')]))).toBe(
      `clusterroles.rbac.authorization.k8s.io "new" is forbidden: ${start}{APIGroups:[""], Resources:["pods/log"], Verbs:["get"]}; resolution errors: [[clusterroles.rbac.authorization.k8s.io "gone" not found, unsupported role reference kind: "Other"]]`,
    )
  })

  test('who may escalate it may write any', () => {
    const may = [clusterRole('e', [rule('escalate', group, 'roles')]), clusterRoleBinding('e', 'e', toUser('jo'))]
    expect(messageOn(may, role('ns', 'new', [rule('*', '*', '*')]))).toBeUndefined()
    expect(messageOn(may, clusterRole('new', [rule('*', '*', '*')]))).toContain('attempting to grant')
  })

  test('the right to escalate a certain one does not help to create it by POST', () => {
    const may = [
      clusterRole('e', [rule('escalate', group, 'clusterroles', 'new')]),
      clusterRoleBinding('e', 'e', toUser('jo')),
    ]
    const state = stateOf(...may)
    const wanted = clusterRole('new', [rule('get', '', 'pods')])
    expect(checkEscalation(state, jo, typeOf(wanted), wanted, undefined)).toBeDefined()
    expect(checkEscalation(state, jo, typeOf(wanted), wanted, undefined, 'new')).toBeUndefined()
    expect(checkEscalation(state, jo, typeOf(wanted), wanted, clusterRole('new', []))).toBeUndefined()
  })

  test('system:masters may write any, and other objects are not looked at', () => {
    const all = clusterRole('new', [rule('*', '*', '*')])
    expect(checkEscalation(stateOf(), user('root', 'system:masters'), typeOf(all), all, undefined)).toBeUndefined()
    expect(checkEscalation(stateOf(), jo, { group: '', resource: 'pods' }, all, undefined)).toBeUndefined()
  })
})

describe('an aggregationRule needs every right', () => {
  const selectors = { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] } }
  const refused =
    'clusterroles.rbac.authorization.k8s.io "new" is forbidden: must have cluster-admin privileges to use the aggregationRule'

  test('to set it and to take it away', () => {
    expect(messageOn(holding, clusterRole('new', [], selectors))).toBe(refused)
    expect(messageOn(holding, clusterRole('new', []), clusterRole('new', [], selectors))).toBe(refused)
  })

  test('which cluster-admin has', () => {
    const everything = [rule('*', '*', '*'), { nonResourceURLs: ['*'], verbs: ['*'] }]
    const admin = [clusterRole('all', everything), clusterRoleBinding('all', 'all', toUser('jo'))]
    expect(messageOn(admin, clusterRole('new', [], selectors))).toBeUndefined()
  })
})

describe('a binding gives only what its writer holds', () => {
  const powerful = clusterRole('powerful', [rule('delete', '', 'nodes')])
  const binding = roleBinding('ns', 'b', 'powerful', toUser('al'))

  test('or it is refused by the name of the binding', () => {
    expect(messageOn([...holding, powerful], binding)).toBe(
      `rolebindings.rbac.authorization.k8s.io "b" is forbidden: ${start}{APIGroups:[""], Resources:["nodes"], Verbs:["delete"]}`,
    )
    expect(messageOn([...holding, powerful], roleBinding('ns', 'b', 'held', toUser('al')))).toBeUndefined()
  })

  test('or what its writer may bind, of that name and in that namespace', () => {
    const may = [powerful, role('ns', 'binder', [rule('bind', group, 'clusterroles', 'powerful')])]
    const objects = [...may, roleBinding('ns', 'x', 'Role binder', toUser('jo'))]
    expect(messageOn(objects, binding)).toBeUndefined()
    expect(messageOn(objects, clusterRoleBinding('b', 'powerful', toUser('al')))).toContain('attempting to grant')
  })

  test('a role that is not there is not found: said of what is written', () => {
    const refusal = checkEscalation(stateOf(), jo, typeOf(binding), binding, undefined)
    expect(refusal?.code).toBe(404)
    expect(refusal?.body).toMatchObject({
      message: 'rolebindings.rbac.authorization.k8s.io "powerful" not found',
      reason: 'NotFound',
      details: { name: 'powerful', group, kind: 'rolebindings' },
    })
  })

  test('a role of no known kind is an error without a reason, but not to system:masters', () => {
    const odd = roleBinding('ns', 'b', 'Other x', toUser('al'))
    const { code, body } = checkEscalation(stateOf(), jo, typeOf(odd), odd, undefined) ?? {}
    expect([code, body?.message]).toEqual([500, 'unsupported role reference kind: "Other"'])
    expect(checkEscalation(stateOf(), user('root', 'system:masters'), typeOf(odd), odd, undefined)).toBeUndefined()
  })

  test('but it may be bound by who may bind it', () => {
    const may = [clusterRole('bind', [rule('bind', group, '*')]), clusterRoleBinding('x', 'bind', toUser('jo'))]
    expect(messageOn(may, binding)).toBeUndefined()
  })
})

describe('what only the garbage collector looks at anybody may change', () => {
  const old: KubeObject = { ...roleBinding('ns', 'b', 'powerful', toUser('al')), subjects: [] }
  const objects = [clusterRole('powerful', [rule('delete', '', 'nodes')])]

  test('finalizers and owners, while what is empty counts as absent', () => {
    const { subjects: _, ...rest } = old as KubeObject & { readonly subjects: JsonObject[] }
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'c', uid: 'u' }
    const changed = withMetadata(rest as KubeObject, { finalizers: ['a/b'], ownerReferences: [owner] })
    expect(messageOn(objects, changed, old)).toBeUndefined()
  })

  test('and nothing beside them', () => {
    expect(messageOn(objects, withMetadata(old, { labels: { a: 'b' } }), old)).toContain('attempting to grant')
  })
})

describe('the role of a binding', () => {
  const old = roleBinding('ns', 'b', 'view', toUser('al'))

  test('cannot be changed', () => {
    const errors = validateRoleRefUnchanged(roleBinding('ns', 'b', 'admin', toUser('al')), old)
    expect(errors.map((error) => [error.field, fieldErrorBody(error)])).toEqual([
      [
        'roleRef',
        'Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"ClusterRole","Name":"admin"}: cannot change roleRef',
      ],
    ])
  })

  test('but its subjects can', () => {
    expect(validateRoleRefUnchanged(roleBinding('ns', 'b', 'view', toUser('jo')), old)).toEqual([])
  })
})
