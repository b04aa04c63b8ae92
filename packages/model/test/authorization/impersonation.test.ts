import { describe, expect, it } from 'vitest'
import { stateFromObjects } from '../../src/apiserver/state-from-objects.ts'
import { apply } from '../../src/assemble.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import type { Impersonation, Response } from '../../src/request/request.ts'

const start = Date.parse('2026-01-01T00:00:00Z')

function role(
  name: string,
  ...rules: readonly { verbs: string[]; apiGroups: string[]; resources: string[] }[]
): KubeObject[] {
  const apiVersion = 'rbac.authorization.k8s.io/v1'
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name }
  const subjects = [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'bob' }]
  return [
    { apiVersion, kind: 'ClusterRole', metadata: { name }, rules },
    { apiVersion, kind: 'ClusterRoleBinding', metadata: { name }, roleRef, subjects },
  ]
}

function listPodsAs(
  impersonate: Impersonation,
  objects: readonly KubeObject[],
  user = 'bob',
  groups: string[] = [],
): Response {
  const { state } = stateFromObjects(objects, start)
  const request = { verb: 'list', group: '', version: 'v1', resource: 'pods', impersonate } as const
  const { response } = apply(state, { type: 'request', as: { user, groups }, request })
  if (!response) throw new Error('a request has an answer')
  return response
}

const readers = (name: string): KubeObject[] => {
  const [reader, binding] = role('reader', { verbs: ['list'], apiGroups: [''], resources: ['pods'] })
  const subjects = [{ kind: name.startsWith('group:') ? 'Group' : 'User', name: name.replace('group:', '') }]
  return reader && binding ? [reader, { ...binding, subjects }] : []
}

const onPods = { verbs: ['impersonate-on:user-info:list'], apiGroups: [''], resources: ['pods'] }
const asUsers = {
  verbs: ['impersonate:user-info'],
  apiGroups: ['authentication.k8s.io'],
  resources: ['users', 'groups'],
}
const legacy = { verbs: ['impersonate'], apiGroups: [''], resources: ['users', 'groups', 'serviceaccounts'] }

describe('impersonation', () => {
  it('a denial names the right on the request that the first mode lacks', () => {
    const { code, body } = listPodsAs({ user: 'alice' }, [])
    const message =
      'pods is forbidden: User "bob" cannot impersonate-on:user-info:list resource "pods" in API group "" at the cluster scope'
    expect([code, body.message]).toEqual([403, message])
  })

  it('the old right impersonate is enough, and the request then counts for the other user alone', () => {
    expect(listPodsAs({ user: 'alice' }, role('old', legacy)).body.message).toContain('User "alice" cannot list')
    expect(listPodsAs({ user: 'alice' }, [...role('old', legacy), ...readers('alice')]).code).toBe(200)
  })

  it('a constrained mode needs the right on the request and the right on the user', () => {
    expect(listPodsAs({ user: 'alice' }, [...role('on', onPods), ...readers('alice')]).code).toBe(403)
    expect(listPodsAs({ user: 'alice' }, [...role('both', onPods, asUsers), ...readers('alice')]).code).toBe(200)
  })

  it('system:masters is impersonated by the old right only', () => {
    const wanted = { user: 'alice', groups: ['system:masters'] }
    const { body } = listPodsAs(wanted, role('both', onPods, asUsers))
    expect(body.message).toContain('impersonating the system:masters group is not allowed')
    expect(listPodsAs(wanted, role('old', legacy)).code).toBe(200)
  })

  it('who is impersonated is authenticated, and a service account is in the groups of its namespace', () => {
    const account = { user: 'system:serviceaccount:oil:ci' }
    expect(listPodsAs(account, [...role('old', legacy), ...readers('group:system:serviceaccounts:oil')]).code).toBe(200)
    expect(listPodsAs({ user: 'alice' }, [...role('old', legacy), ...readers('group:system:authenticated')]).code).toBe(
      200,
    )
    expect(
      listPodsAs({ user: 'system:anonymous' }, [...role('old', legacy), ...readers('group:system:authenticated')]).code,
    ).toBe(403)
  })

  it('a service account is refused in its own mode', () => {
    const { body } = listPodsAs({ user: 'system:serviceaccount:oil:ci' }, [])
    expect(body.message).toContain('cannot impersonate-on:serviceaccount:list resource "pods"')
  })

  it('a node is in the group of nodes when it is impersonated in its mode', () => {
    const rules = role(
      'nodes',
      { verbs: ['impersonate-on:arbitrary-node:list'], apiGroups: [''], resources: ['pods'] },
      { verbs: ['impersonate:arbitrary-node'], apiGroups: ['authentication.k8s.io'], resources: ['nodes'] },
    )
    expect(listPodsAs({ user: 'system:node:n1' }, [...rules, ...readers('group:system:nodes')]).code).toBe(200)
  })

  it('groups without a user are a bad request', () => {
    const { code, body } = listPodsAs({ user: '', groups: ['g'] }, [])
    const printed = '&user.DefaultInfo{Name:"", UID:"", Groups:[]string{"g"}, Extra:map[string][]string(nil)}'
    expect([code, body.message]).toEqual([400, `requested ${printed} without impersonating a user name`])
  })
})
