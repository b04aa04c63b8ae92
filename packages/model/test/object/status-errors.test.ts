import { expect, test } from 'vitest'
import { forbiddenField, invalid, notSupported, required } from '../../src/object/field-error.ts'
import * as statuses from '../../src/object/status-errors.ts'

const CONFIG_MAPS: statuses.GroupResource = { group: '', resource: 'configmaps' }
const TENANTS: statuses.GroupResource = { group: 'capsule.clastix.io', resource: 'tenants' }

/** The body as bytes: the order of fields counts, as it does in recordings. */
function bytes(refusal: statuses.Refusal): string {
  expect(refusal.code).toBe(refusal.body.code)
  return JSON.stringify(refusal.body)
}

function recorded(message: string, rest: string): string {
  return `{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":${JSON.stringify(message)},${rest}}`
}

test('an absent object is NotFound, and without a group the details have none', () => {
  expect(bytes(statuses.notFound(CONFIG_MAPS, 'o0'))).toBe(
    recorded('configmaps "o0" not found', '"reason":"NotFound","details":{"name":"o0","kind":"configmaps"},"code":404'),
  )
})

test('a taken name is AlreadyExists, with a prefix while the taker is being deleted', () => {
  const details =
    '"reason":"AlreadyExists","details":{"name":"oil","group":"capsule.clastix.io","kind":"tenants"},"code":409'
  expect(bytes(statuses.alreadyExists(TENANTS, 'oil'))).toBe(
    recorded('tenants.capsule.clastix.io "oil" already exists', details),
  )
  expect(bytes(statuses.alreadyExists(TENANTS, 'oil', true))).toBe(
    recorded('object is being deleted: tenants.capsule.clastix.io "oil" already exists', details),
  )
})

test('no free generated name is AlreadyExists with a time to retry after', () => {
  expect(statuses.generateNameConflict(CONFIG_MAPS, 'x').body.details).toEqual({
    name: 'x',
    kind: 'configmaps',
    retryAfterSeconds: 1,
  })
})

test('what is forbidden names object, resource or nothing', () => {
  expect(bytes(statuses.forbidden({ group: 'apps', resource: 'deployments' }, '', 'no'))).toBe(
    recorded(
      'deployments.apps is forbidden: no',
      '"reason":"Forbidden","details":{"group":"apps","kind":"deployments"},"code":403',
    ),
  )
  expect(statuses.forbidden(CONFIG_MAPS, 'a', 'no').body.message).toBe('configmaps "a" is forbidden: no')
  expect(statuses.forbidden({ group: '', resource: '' }, 'a', 'no').body.message).toBe('forbidden: no')
})

test('a forbidden create in a terminating namespace keeps its cause', () => {
  const cause = {
    reason: 'NamespaceTerminating',
    message: 'namespace n is being terminated',
    field: 'metadata.namespace',
  }
  expect(bytes(statuses.forbidden({ group: '', resource: 'pods' }, 'p1', 'because', [cause]))).toBe(
    recorded(
      'pods "p1" is forbidden: because',
      '"reason":"Forbidden","details":{"name":"p1","kind":"pods","causes":[{"reason":"NamespaceTerminating","message":"namespace n is being terminated","field":"metadata.namespace"}]},"code":403',
    ),
  )
})

test('a failed precondition of a delete is a conflict that names the Kind', () => {
  expect(bytes(statuses.conflict({ group: '', resource: 'ConfigMap' }, 'o2', 'why'))).toBe(
    recorded(
      'Operation cannot be fulfilled on ConfigMap "o2": why',
      '"reason":"Conflict","details":{"name":"o2","kind":"ConfigMap"},"code":409',
    ),
  )
})

test('what is wrong with an object is told once in the message and each time in the causes', () => {
  const error = required('spec.owners[0].name')
  const invalidTwice = statuses.invalidObject('Tenant', 'capsule.clastix.io', 'oil', [error, error])
  expect(invalidTwice.body.message).toBe(
    'Tenant.capsule.clastix.io "oil" is invalid: spec.owners[0].name: Required value',
  )
  expect(invalidTwice.body.details?.causes).toHaveLength(2)
})

test('several errors stand in brackets, and unsupported values are listed', () => {
  const refused = statuses.invalidObject('Tenant', 'capsule.clastix.io', 'x1', [
    notSupported('spec.owners[0].kind', 'Robot', ['User', 'Group', 'ServiceAccount']),
    invalid('<nil>', null, 'some validation rules were not checked'),
    forbiddenField('spec', 'no'),
  ])
  expect(bytes(refused)).toBe(
    recorded(
      'Tenant.capsule.clastix.io "x1" is invalid: [spec.owners[0].kind: Unsupported value: "Robot": supported values: "User", "Group", "ServiceAccount", <nil>: Invalid value: null: some validation rules were not checked, spec: Forbidden: no]',
      '"reason":"Invalid","details":{"name":"x1","group":"capsule.clastix.io","kind":"Tenant","causes":[{"reason":"FieldValueNotSupported","message":"Unsupported value: \\"Robot\\": supported values: \\"User\\", \\"Group\\", \\"ServiceAccount\\"","field":"spec.owners[0].kind"},{"reason":"FieldValueInvalid","message":"Invalid value: null: some validation rules were not checked","field":"<nil>"},{"reason":"FieldValueForbidden","message":"Forbidden: no","field":"spec"}]},"code":422',
    ),
  )
})

test('an internal error tells its cause twice', () => {
  expect(bytes(statuses.internalError('boom'))).toBe(
    recorded(
      'Internal error occurred: boom',
      '"reason":"InternalError","details":{"causes":[{"message":"boom"}]},"code":500',
    ),
  )
})

test('errors without details have none', () => {
  expect(bytes(statuses.badRequest('bad'))).toBe(recorded('bad', '"reason":"BadRequest","code":400'))
  expect(bytes(statuses.plainError('plain'))).toBe(recorded('plain', '"code":500'))
  expect(bytes(statuses.unsupportedMediaType(['a/b', 'c/d']))).toBe(
    recorded(
      'the body of the request was in an unknown format - accepted media types include: a/b, c/d',
      '"reason":"UnsupportedMediaType","code":415',
    ),
  )
})

test('a verb that a resource does not know is not allowed', () => {
  expect(bytes(statuses.methodNotAllowed(TENANTS, 'create'))).toBe(
    recorded(
      'create is not supported on resources of kind "tenants.capsule.clastix.io"',
      '"reason":"MethodNotAllowed","details":{"group":"capsule.clastix.io","kind":"tenants"},"code":405',
    ),
  )
})

test('a path nobody serves answers with plain text, of which clients make NotFound', () => {
  expect(statuses.PAGE_NOT_FOUND).toEqual({ code: 404, body: '404 page not found\n' })
  expect(statuses.pageNotFound().body.message).toBe('the server could not find the requested resource')
})
