import { describe, expect, test } from 'vitest'
import type { Attributes } from '../../src/apiserver/authorization/attributes.ts'
import { authorize } from '../../src/apiserver/authorization/authorize.ts'
import { forbiddenByAuthorizer } from '../../src/apiserver/authorization/forbidden.ts'
import type { UserInfo } from '../../src/request/request.ts'
import type { ClusterState } from '../../src/state/cluster-state.ts'
import { putObject, removeObject } from '../../src/state/store.ts'
import {
  clusterRole,
  clusterRoleBinding,
  group,
  role,
  roleBinding,
  rule,
  stateOf,
  toGroup,
  toUser,
  user,
} from './rbac-state.ts'

/** `get pods/log ns/name` as attributes. */
function ask(text: string, apiGroup = ''): Attributes {
  const [verb = '', what = '', where = '/'] = text.split(' ')
  const [resource = '', subresource = ''] = what.split('/')
  const [namespace = '', name = ''] = where.split('/')
  return { verb, group: apiGroup, resource, subresource, namespace, name }
}

function messageFor(state: ClusterState, who: UserInfo, attributes: Attributes): string | undefined {
  return forbiddenByAuthorizer(who, attributes, authorize(state, who, attributes)).body.message
}

const jo = user('jo')

describe('which rules allow what', () => {
  const cases: readonly (readonly [string, ReturnType<typeof rule>, string, boolean])[] = [
    ['the very thing', rule('get', '', 'pods'), 'get pods', true],
    ['another verb', rule('get', '', 'pods'), 'list pods', false],
    ['another group', rule('get', 'apps', 'pods'), 'get pods', false],
    ['every verb', rule('*', '', 'pods'), 'bind pods', true],
    ['a resource is not its subresources', rule('get', '', 'pods'), 'get pods/log', false],
    ['a subresource is not its resource', rule('get', '', 'pods/log'), 'get pods', false],
    ['one subresource of everything', rule('get', '', '*/log'), 'get pods/log', true],
    ['and no other one', rule('get', '', '*/log'), 'get pods/exec', false],
    ['everything, subresources too', rule('get', '', '*'), 'get pods/log', true],
    ['no other globbing', rule('get', '', 'pods/*'), 'get pods/log', false],
    ['a name on the list', rule('get', '', 'pods', 'a', 'b'), 'get pods /b', true],
    ['a name not on the list', rule('get', '', 'pods', 'a'), 'get pods /c', false],
    ['no name, as when something is created', rule('create', '', 'pods', 'a'), 'create pods', false],
  ]
  test.each(cases)('%s', (_, given, asked, allowed) => {
    const state = stateOf(clusterRole('r', [given]), clusterRoleBinding('b', 'r', toUser('jo')))
    expect(authorize(state, jo, ask(asked)).allowed).toBe(allowed)
  })

  test.each([
    ['/healthz', true],
    ['/healthz/etcd', true],
    ['/version', true],
    ['/version/x', false],
  ])('of paths only those written down, or that start so: %s', (path, allowed) => {
    const rules = [{ verbs: ['get'], nonResourceURLs: ['/healthz*', '/version'] }]
    const state = stateOf(clusterRole('r', rules), clusterRoleBinding('b', 'r', toUser('jo')))
    expect(authorize(state, jo, { verb: 'get', path }).allowed).toBe(allowed)
  })
})

describe('whom a binding names', () => {
  const pods = clusterRole('r', [rule('get', '', 'pods')])
  const robot = user('system:serviceaccount:ns:robot', 'system:serviceaccounts')
  const account = { kind: 'ServiceAccount', name: 'robot' }

  test('a group names all that are in it', () => {
    const state = stateOf(pods, clusterRoleBinding('b', 'r', toGroup('devs')))
    expect(authorize(state, user('jo', 'devs'), ask('get pods')).allowed).toBe(true)
    expect(authorize(state, user('devs'), ask('get pods')).allowed).toBe(false)
  })

  test('a ServiceAccount without a namespace is one of the namespace of its RoleBinding', () => {
    const state = stateOf(pods, roleBinding('ns', 'b', 'r', account), roleBinding('other', 'b', 'r', account))
    expect(authorize(state, robot, ask('get pods ns/')).allowed).toBe(true)
    expect(authorize(state, robot, ask('get pods other/')).allowed).toBe(false)
  })

  test('in a ClusterRoleBinding it needs its namespace', () => {
    const without = stateOf(pods, clusterRoleBinding('b', 'r', account))
    expect(authorize(without, robot, ask('get pods')).allowed).toBe(false)
    const withNamespace = stateOf(pods, clusterRoleBinding('b', 'r', { ...account, namespace: 'ns' }))
    expect(authorize(withNamespace, robot, ask('get pods')).allowed).toBe(true)
  })

  test('a RoleBinding counts in its namespace alone, not in one whose name starts the same', () => {
    const state = stateOf(pods, roleBinding('ns', 'b', 'r', toUser('jo')))
    expect(authorize(state, jo, ask('get pods ns/')).allowed).toBe(true)
    expect(authorize(state, jo, ask('get pods n/')).allowed).toBe(false)
    expect(authorize(state, jo, ask('get pods ns-2/')).allowed).toBe(false)
    expect(authorize(state, jo, ask('get pods')).allowed).toBe(false)
  })

  test('a Role is looked for in the namespace of its RoleBinding', () => {
    const state = stateOf(role('a', 'r', [rule('get', '', 'pods')]), roleBinding('b', 'b', 'Role r', toUser('jo')))
    expect(authorize(state, jo, ask('get pods b/')).allowed).toBe(false)
  })

  test('system:masters may do everything, for no reason', () => {
    const decision = authorize(stateOf(), user('root', 'system:masters'), ask('delete nodes /n'))
    expect(decision).toEqual({ allowed: true, reason: '', evaluationErrors: [] })
  })
})

describe('why something is allowed', () => {
  const state = stateOf(
    clusterRole('r', [rule('get', '', 'pods')]),
    role('ns', 'w', [rule('list', '', 'pods'), rule('create', '', 'pods')]),
    roleBinding('ns', 'a', 'r', { kind: 'ServiceAccount', name: 'robot' }, toGroup('devs'), toUser('jo')),
    roleBinding('ns', 'b', 'Role w', toUser('jo')),
    clusterRoleBinding('z', 'r', toUser('al')),
  )

  test('the first subject of the binding that fits is named', () => {
    const { reason } = authorize(state, user('jo', 'devs'), ask('get pods ns/'))
    expect(reason).toBe('RBAC: allowed by RoleBinding "a/ns" of ClusterRole "r" to Group "devs"')
  })

  test('a ServiceAccount is named with its namespace', () => {
    const { reason } = authorize(state, user('system:serviceaccount:ns:robot'), ask('get pods ns/'))
    expect(reason).toBe('RBAC: allowed by RoleBinding "a/ns" of ClusterRole "r" to ServiceAccount "robot/ns"')
  })

  test('the first binding by name is named, whichever way it names the user', () => {
    const more = [roleBinding('ns', '0', 'r', toGroup('ops')), roleBinding('ns', '1', 'r', toUser('jo'))]
    const with2 = more.reduce((all, binding) => putObject(all, `${group}/rolebindings`, binding), state)
    const { reason } = authorize(with2, user('jo', 'ops'), ask('get pods ns/'))
    expect(reason).toBe('RBAC: allowed by RoleBinding "0/ns" of ClusterRole "r" to Group "ops"')
  })

  test('ClusterRoleBindings come before RoleBindings', () => {
    const more = putObject(state, `${group}/rolebindings`, roleBinding('ns', 'c', 'r', toUser('al')))
    const { reason } = authorize(more, user('al'), ask('get pods ns/'))
    expect(reason).toBe('RBAC: allowed by ClusterRoleBinding "z" of ClusterRole "r" to User "al"')
  })

  test('binding, subject, role and rule are told as data', () => {
    expect(authorize(state, jo, ask('create pods ns/')).decidedBy).toMatchObject({
      binding: { kind: 'RoleBinding', namespace: 'ns', name: 'b' },
      subject: { kind: 'User', name: 'jo' },
      role: { kind: 'Role', namespace: 'ns', name: 'w' },
      rule: { verbs: ['create'] },
    })
  })
})

describe('what a state says does not depend on what was asked of others before', () => {
  const before = stateOf(clusterRole('r', [rule('get', '', 'pods')]), roleBinding('ns', 'a', 'r', toUser('jo')))

  test('a binding taken away allows nothing more, and still does in the state that has it', () => {
    expect(authorize(before, jo, ask('get pods ns/')).allowed).toBe(true)
    const after = removeObject(before, `${group}/rolebindings`, 'ns', 'a')
    expect(authorize(after, jo, ask('get pods ns/')).allowed).toBe(false)
    expect(authorize(before, jo, ask('get pods ns/')).allowed).toBe(true)
  })

  test('a role changed is a right changed', () => {
    expect(authorize(before, jo, ask('get pods ns/')).allowed).toBe(true)
    const after = putObject(before, `${group}/clusterroles`, clusterRole('r', [rule('list', '', 'pods')]))
    expect(authorize(after, jo, ask('get pods ns/')).allowed).toBe(false)
  })
})

describe('how it is refused', () => {
  test('in a namespace', () => {
    const body = forbiddenByAuthorizer(jo, ask('get namespaces x/x'), { reason: '' }).body
    expect(body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message:
        'namespaces "x" is forbidden: User "jo" cannot get resource "namespaces" in API group "" in the namespace "x"',
      reason: 'Forbidden',
      details: { name: 'x', kind: 'namespaces' },
      code: 403,
    })
  })

  test('a list of one name, at the cluster scope', () => {
    expect(messageFor(stateOf(), jo, ask('list namespaces /x'))).toBe(
      'namespaces "x" is forbidden: User "jo" cannot list resource "namespaces" in API group "" at the cluster scope',
    )
  })

  test('of a group, with a subresource', () => {
    expect(messageFor(stateOf(), jo, ask('update deployments/scale ns/d', 'apps'))).toBe(
      'deployments.apps "d" is forbidden: User "jo" cannot update resource "deployments/scale" in API group "apps" in the namespace "ns"',
    )
  })

  test('a path', () => {
    expect(messageFor(stateOf(), jo, { verb: 'get', path: '/metrics' })).toBe(
      'forbidden: User "jo" cannot get path "/metrics"',
    )
  })

  test('markup is made harmless in the sentence', () => {
    expect(messageFor(stateOf(), user('<b>&'), ask('list pods ns/'))).toBe(
      'pods is forbidden: User "&lt;b&gt;&amp;" cannot list resource "pods" in API group "" in the namespace "ns"',
    )
  })

  test('with the roles that were bound and are gone, each once', () => {
    const state = stateOf(
      clusterRoleBinding('a', 'gone', toUser('jo')),
      roleBinding('ns', 'b', 'Role away', toUser('jo')),
      roleBinding('ns', 'c', 'gone', toUser('jo')),
    )
    const refused = 'pods is forbidden: User "jo" cannot list resource "pods" in API group ""'
    const gone = 'clusterrole.rbac.authorization.k8s.io "gone" not found'
    expect(messageFor(state, jo, ask('list pods'))).toBe(`${refused} at the cluster scope: RBAC: ${gone}`)
    expect(messageFor(state, jo, ask('list pods ns/'))).toBe(
      `${refused} in the namespace "ns": RBAC: [${gone}, role.rbac.authorization.k8s.io "away" not found]`,
    )
  })
})
