import { describe, expect, test } from 'vitest'
import type { ActionContext, ActionText } from '../../src/action/action-text.ts'
import { filesOfAction, parseAction } from '../../src/action/parse-action.ts'

const tenantGroup = 'capsule.clastix.io'
const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n'
const context: ActionContext = {
  resources: [
    { group: '', version: 'v1', resource: 'namespaces', kind: 'Namespace', namespaced: false },
    { group: '', version: 'v1', resource: 'configmaps', kind: 'ConfigMap', namespaced: true },
    { group: '', version: 'v1', resource: 'events', kind: 'Event', namespaced: true },
    { group: 'apps', version: 'v1', resource: 'deployments', kind: 'Deployment', namespaced: true },
    { group: 'events.k8s.io', version: 'v1', resource: 'events', kind: 'Event', namespaced: true },
    {
      group: 'apiextensions.k8s.io',
      version: 'v1',
      resource: 'customresourcedefinitions',
      kind: 'CustomResourceDefinition',
      namespaced: false,
    },
    {
      group: tenantGroup,
      version: 'v1beta2',
      resource: 'tenants',
      kind: 'Tenant',
      namespaced: false,
      shortNames: ['tnt'],
      custom: true,
    },
    {
      group: tenantGroup,
      version: 'v1beta1',
      resource: 'tenants',
      kind: 'Tenant',
      namespaced: false,
      shortNames: ['tnt'],
      custom: true,
    },
  ],
  readFile: (file) =>
    ({
      'two.yaml': `${configMap}---\napiVersion: ${tenantGroup}/v1beta1\nkind: Tenant\nmetadata: {name: oil}\n`,
      'placed.yaml': configMap.replace('name: c', 'name: c, namespace: a'),
      'broken.json': '{"apiVersion": "v1",\n "kind" "X"}',
      'unknown.yaml': configMap.replace('ConfigMap', 'Widget'),
      'p.yaml': 'spec: {cordoned: true}',
    })[file],
}

function actions(text: string): readonly ActionText[] {
  const result = parseAction(text, context)
  if (!result.ok) throw new Error(result.error.message)
  return result.value.actions
}

const request = (text: string) => actions(text).map((action) => (action.type === 'request' ? action.request : action))

function message(text: string): string {
  const result = parseAction(text, context)
  return result.ok ? 'understood' : result.error.message
}

const tenant = { group: tenantGroup, version: 'v1beta2', resource: 'tenants', kind: 'Tenant' }
const namespace = { group: '', version: 'v1', resource: 'namespaces', kind: 'Namespace' }
const config = { group: '', version: 'v1', resource: 'configmaps', kind: 'ConfigMap' }
const background = { propagationPolicy: 'Background' }

describe('delete', () => {
  test.each([
    'tenant',
    'tenants',
    'tnt',
    'Tenant',
    'TENANTS',
    'tenants.capsule.clastix.io',
    'tenant.capsule',
    'tenants.v1beta2.capsule.clastix.io',
  ])('finds the resource by %s', (type) => {
    expect(request(`delete ${type} oil`)).toEqual([{ verb: 'delete', ...tenant, name: 'oil', body: background }])
  })

  test('finds a version, a short name of the API server, and the first of resources of one name', () => {
    expect(request('delete tenants.v1beta1.capsule.clastix.io oil')).toMatchObject([{ version: 'v1beta1' }])
    expect(request('delete crd tenants.capsule.clastix.io')).toMatchObject([
      { resource: 'customresourcedefinitions', name: 'tenants.capsule.clastix.io' },
    ])
    expect(request('kubectl delete ns oil-prod')).toMatchObject([{ ...namespace, name: 'oil-prod' }])
    expect(request('delete event x')).toMatchObject([{ group: '' }])
    expect(request('delete events.events.k8s.io x')).toMatchObject([{ group: 'events.k8s.io' }])
  })

  test('takes namespace, cascade and grace period', () => {
    expect(request('delete cm/a cm/b -n oil --cascade=foreground --grace-period 5')).toEqual(
      ['a', 'b'].map((name) => ({
        verb: 'delete',
        ...config,
        namespace: 'oil',
        name,
        body: { propagationPolicy: 'Foreground', gracePeriodSeconds: 5 },
      })),
    )
    expect(request('delete cm a b --cascade orphan --now -noil')).toMatchObject([
      { name: 'a', namespace: 'oil', body: { propagationPolicy: 'Orphan', gracePeriodSeconds: 1 } },
      { name: 'b' },
    ])
    expect(request('delete cm a --dry-run=server')).toMatchObject([
      { namespace: 'default', body: { ...background, dryRun: ['All'] } },
    ])
  })

  test('of all, or by selector, lists first', () => {
    expect(actions('delete cm --all -n oil')).toEqual([
      {
        type: 'deleteListed',
        list: { verb: 'list', ...config, namespace: 'oil' },
        request: { verb: 'delete', ...config, namespace: 'oil', body: background },
      },
    ])
    expect(actions("delete tenants -l 'a=b,c in (d, e)'")).toMatchObject([
      { list: { query: { labelSelector: 'a=b,c in (d, e)' } } },
    ])
    expect(actions('delete cm -l a=b -A')).toEqual([
      {
        type: 'deleteListed',
        list: { verb: 'list', ...config, query: { labelSelector: 'a=b' } },
        request: { verb: 'delete', ...config, body: background },
      },
    ])
  })

  test('of a file deletes each of its objects', () => {
    expect(request('delete -f two.yaml -n oil')).toEqual([
      { verb: 'delete', ...config, namespace: 'oil', name: 'c', body: background },
      { verb: 'delete', ...tenant, version: 'v1beta1', name: 'oil', body: background },
    ])
  })
})

describe('create, apply and replace', () => {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'default' } }
  const query = (fieldManager: string) => ({ fieldManager, fieldValidation: 'Strict' })

  test('of a file with two objects give two requests', () => {
    expect(request('create -f two.yaml')).toEqual([
      { verb: 'create', ...config, namespace: 'default', query: query('kubectl-create'), body: object },
      {
        verb: 'create',
        ...tenant,
        version: 'v1beta1',
        query: query('kubectl-create'),
        body: expect.objectContaining({ kind: 'Tenant' }),
      },
    ])
    expect(request('replace --filename=placed.yaml')).toMatchObject([
      { verb: 'update', namespace: 'a', name: 'c', query: query('kubectl-replace') },
    ])
    expect(actions('apply -f two.yaml')).toMatchObject([
      { type: 'apply', namespace: 'default', object, resource: config },
      { type: 'apply', resource: { custom: true } },
    ])
    expect(actions('apply -f two.yaml')[1]).not.toHaveProperty('namespace')
  })

  test('a namespace is created by its name', () => {
    expect(request('create namespace oil-prod')).toEqual([
      {
        verb: 'create',
        ...namespace,
        query: query('kubectl-create'),
        body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'oil-prod' } },
      },
    ])
  })

  test('files are known before they are read', () => {
    expect(filesOfAction("kubectl apply -f 'a b.yaml' -f -")).toEqual(['a b.yaml', '-'])
    expect(filesOfAction('patch tnt oil --patch-file p.yaml')).toEqual(['p.yaml'])
    expect(filesOfAction('wait 5s')).toEqual([])
  })

  test.each([
    ['create -f none.yaml', 'the file none.yaml cannot be read'],
    ['create -f broken.json', 'broken.json:2:9'],
    ['create -f unknown.yaml', 'no matches for kind "Widget" in version "v1"'],
    ['create -f placed.yaml -n b', `does not match the namespace "b". You must pass '--namespace=a'`],
    ['create -f', '-f needs a value'],
    ['apply', '-f FILE is missing. Expected: apply -f FILE'],
    ['create namespaec x', 'Did you mean namespace?'],
    ['create namespace', 'one NAME is needed'],
  ])('%s is refused', (text, reason) => {
    expect(message(text)).toContain(reason)
  })
})

describe('patch, label, annotate, scale and get', () => {
  test('a patch is JSON or YAML, strategic unless told otherwise', () => {
    expect(request(`patch namespace oil-prod --type merge -p '{"metadata":{"labels":{"a":null}}}'`)).toEqual([
      {
        verb: 'patch',
        ...namespace,
        name: 'oil-prod',
        query: { fieldManager: 'kubectl-patch' },
        patchType: 'merge',
        body: { metadata: { labels: { a: null } } },
      },
    ])
    expect(request('patch tnt oil -p "spec: {cordoned: true}" --subresource status')).toMatchObject([
      { patchType: 'strategic', subresource: 'status', body: { spec: { cordoned: true } } },
    ])
    expect(request(`patch tnt/oil --type=json --patch='[{"op":"remove","path":"/a"}]'`)).toMatchObject([
      { patchType: 'json', body: [{ op: 'remove', path: '/a' }] },
    ])
    expect(request('patch tnt oil --type merge --patch-file p.yaml')).toMatchObject([
      { body: { spec: { cordoned: true } } },
    ])
  })

  test('labels and annotations are merge patches that a missing --overwrite guards', () => {
    const query = { fieldManager: 'kubectl-label' }
    const body = { metadata: { labels: { a: 'b', 'c/d': null } } }
    const patch = { verb: 'patch', ...namespace, name: 'x', query, patchType: 'merge', body }
    expect(actions('label ns x a=b c/d-')).toEqual([
      { type: 'request', request: patch, unlessSet: { field: 'labels', values: { a: 'b' } } },
    ])
    expect(actions('label ns x a=b c/d- --overwrite')).toEqual([{ type: 'request', request: patch }])
    expect(actions('label ns/x ns/y a=')).toHaveLength(2)
    expect(request('annotate tnt oil a="b c"')).toMatchObject([
      { query: { fieldManager: 'kubectl-annotate' }, body: { metadata: { annotations: { a: 'b c' } } } },
    ])
  })

  test('scale is a merge patch of the scale subresource', () => {
    expect(request('scale deploy web --replicas=3 -n oil')).toEqual([
      {
        verb: 'patch',
        group: 'apps',
        version: 'v1',
        resource: 'deployments',
        kind: 'Deployment',
        namespace: 'oil',
        name: 'web',
        subresource: 'scale',
        patchType: 'merge',
        body: { spec: { replicas: 3 } },
      },
    ])
  })

  test('get names objects or lists them', () => {
    expect(request('get tnt oil')).toEqual([{ verb: 'get', ...tenant, name: 'oil' }])
    expect(request('get cm -A')).toEqual([{ verb: 'list', ...config }])
    expect(request('get cm -l a=b -n x')).toEqual([
      { verb: 'list', ...config, namespace: 'x', query: { labelSelector: 'a=b' } },
    ])
  })
})

describe('what happens around', () => {
  test.each([
    ['operator stop', { type: 'operator', running: false }],
    ['operator start', { type: 'operator', running: true }],
    ['controller-manager restart', { type: 'controllerManager', change: 'restart' }],
    ['wait 1h30m', { type: 'wait', milliseconds: 5_400_000 }],
    ['wait 500ms', { type: 'wait', milliseconds: 500 }],
  ])('%s', (text, action) => {
    expect(actions(text)).toEqual([action])
  })

  test('--as says who asks', () => {
    const user = (text: string) => {
      const result = parseAction(text, context)
      return result.ok ? result.value.user : undefined
    }
    expect(user('get ns a --as alice --as-group devs --as-group ops')).toEqual({
      user: 'alice',
      groups: ['devs', 'ops', 'system:authenticated'],
    })
    expect(user('get ns a --as=system:serviceaccount:oil:bot')).toEqual({
      user: 'system:serviceaccount:oil:bot',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:oil', 'system:authenticated'],
    })
    expect(user('get ns a')).toBeUndefined()
  })
})

test.each([
  ['', 'there is no action'],
  ['delet ns x', 'delet is no action that is understood. Did you mean delete? Expected one of create,'],
  ['edit ns x', 'edit is no action'],
  ['__proto__', 'is no action'],
  ['delete tenatn oil', 'no resource is named "tenatn". Did you mean tenant?'],
  ['delete constructor oil', 'no resource is named "constructor"'],
  ['delete ns', 'a NAME is missing after ns. Expected: delete TYPE NAME'],
  ['delete', 'a TYPE and a NAME are missing'],
  ['delete ns x --cascde=orphan', 'unknown option --cascde. Did you mean --cascade?'],
  ['delete ns x --cascade=orphn', 'Did you mean orphan? Expected background, foreground or orphan'],
  ['delete ns x --grace-period soon', 'Expected a number of seconds'],
  ['delete ns/x y', 'cannot be mixed'],
  ['delete pods,cm --all', 'several types at once'],
  ['delete ns x --all', 'cannot stand beside --all'],
  ["patch ns x -p '{", "the quote ' at column 15 is not closed"],
  ['patch ns x -p \'{"a"\'', 'the patch is not understood: line 1, column 5'],
  ["patch ns x --type merg -p '{}'", 'Did you mean merge?'],
  ["patch ns x --type json -p '{}'", 'must be a list of operations'],
  [`patch ns x -p '{"__proto__":{}}'`, '.__proto__ is reserved'],
  ['patch ns x', "-p '{…}' is missing"],
  ['label ns x', 'a KEY=VALUE or KEY- is missing'],
  ['scale deploy web', '--replicas=COUNT is missing'],
  ['operator strat', 'Did you mean start? Expected: operator stop [NAME] | operator start [NAME]'],
  ['operator stop copier', 'no operator copier runs in this cluster. Expected capsule.'],
  ['wait long', 'Expected: wait DURATION'],
  ['get ns --as-group x', '--as-group needs --as USER'],
  ['delete ns x --dry-run=client', 'sends nothing'],
])('%j is refused with what was expected', (text, reason) => {
  const result = message(text)
  expect(result).toContain(reason)
  expect(result).toContain('in the action')
})
