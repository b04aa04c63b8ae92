import { describe, expect, test } from 'vitest'
import { attributesOf } from '../../src/apiserver/authorization/attributes.ts'
import type { Request } from '../../src/request/request.ts'

const namespaces = { group: '', version: 'v1', resource: 'namespaces' }
const pods = { group: '', version: 'v1', resource: 'pods', namespace: 'ns' }

function asked(request: Request): string {
  const { verb, resource, subresource, namespace, name } = attributesOf(request)
  return `${verb} ${resource}/${subresource} ${namespace}/${name}`
}

describe('what the authorizer is asked', () => {
  const cases: readonly (readonly [string, Request, string])[] = [
    ['one Namespace is in itself', { ...namespaces, verb: 'delete', name: 'a' }, 'delete namespaces/ a/a'],
    [
      'so is its finalize subresource',
      { ...namespaces, verb: 'update', name: 'a', subresource: 'finalize' },
      'update namespaces/finalize a/a',
    ],
    ['a new Namespace is nowhere', { ...namespaces, verb: 'create', name: 'a' }, 'create namespaces/ /'],
    ['a list has no name', { ...pods, verb: 'list' }, 'list pods/ ns/'],
    [
      'a list of one name has that name, but not its namespace',
      { ...namespaces, verb: 'list', query: { fieldSelector: 'metadata.name=a' } },
      'list namespaces/ /a',
    ],
    [
      'one among other terms counts too',
      { ...pods, verb: 'list', query: { fieldSelector: 'status.phase!=Failed,metadata.name==a' } },
      'list pods/ ns/a',
    ],
    [
      'all but one name is no name',
      { ...pods, verb: 'list', query: { fieldSelector: 'metadata.name!=a' } },
      'list pods/ ns/',
    ],
    [
      'a selector that cannot be read gives no name',
      { ...pods, verb: 'list', query: { fieldSelector: 'metadata.name=a,nonsense' } },
      'list pods/ ns/',
    ],
    [
      'a name that could not be in a path is none',
      { ...pods, verb: 'list', query: { fieldSelector: 'metadata.name=a/b' } },
      'list pods/ ns/',
    ],
    ['a list may watch', { ...pods, verb: 'list', query: { watch: 'true' } }, 'watch pods/ ns/'],
    [
      'a deletecollection never has a name',
      { ...pods, verb: 'deletecollection', query: { fieldSelector: 'metadata.name=a' } },
      'deletecollection pods/ ns/',
    ],
    ['a new object has no name', { ...pods, verb: 'create', name: 'a' }, 'create pods/ ns/'],
    [
      'what is created beneath an object has that name',
      { ...pods, verb: 'create', name: 'a', subresource: 'eviction' },
      'create pods/eviction ns/a',
    ],
  ]
  test.each(cases)('%s', (_, request, expected) => expect(asked(request)).toBe(expected))
})
