import { expect, test } from 'vitest'
import * as fieldErrors from '../../src/object/field-error.ts'
import { finalizerWarnings, validateKubeFinalizerNames } from '../../src/object/finalizer-validation.ts'
import type { Json, JsonObject } from '../../src/object/json.ts'
import {
  type NameRule,
  nameIsDns1035Label,
  nameIsDnsLabel,
  nameIsDnsSubdomain,
  nameIsPathSegment,
} from '../../src/object/name-validation.ts'
import {
  validateCommonFields,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '../../src/object/object-meta-validation.ts'
import { dedupOwnerReferences, duplicateOwnerReferencesWarning } from '../../src/object/owner-reference-duplicates.ts'
import { vectors } from './vectors.ts'

const RULES: Record<string, NameRule> = {
  subdomain: nameIsDnsSubdomain,
  label: nameIsDnsLabel,
  label1035: nameIsDns1035Label,
  path: nameIsPathSegment,
}

/** A long text is a word in the table. */
function written(metadata: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(metadata).replace('<256KiB>', 'v'.repeat(256 * 1024)))
}

test('the metadata of a new object is refused as Go does', () => {
  interface Case {
    readonly metadata: JsonObject
    readonly rule: string
    readonly namespaced: boolean
    readonly errors: string[]
    readonly message: string
  }
  const cases = vectors('object-meta') as unknown as Case[]
  const ours = cases.map((one) => {
    const found = validateObjectMeta(written(one.metadata), one.namespaced, RULES[one.rule] ?? nameIsPathSegment)
    const message = found.length === 0 ? '' : fieldErrors.aggregateFieldErrors(found)
    return { ...one, errors: found.map(fieldErrors.printFieldError), message }
  })
  expect(ours).toEqual(cases)
})

test('a change of metadata is refused as Go does', () => {
  interface Case {
    readonly metadata: JsonObject
    readonly old: JsonObject
    readonly errors: string[]
  }
  const cases = vectors('object-meta-update') as unknown as Case[]
  const ours = cases.map((one) => {
    const found = validateObjectMetaUpdate(one.metadata, one.old)
    return { ...one, errors: found.map(fieldErrors.printFieldError) }
  })
  expect(ours).toEqual(cases)
})

test('every field error prints as Go does', () => {
  const field = 'spec.x[2][k]'
  const cases = vectors('field-error') as [string, Json, string][]
  const ours = cases.map(([type, value]) => [type, value, fieldErrors.printFieldError(build(type, field, value))])
  expect(ours).toEqual(cases)
})

function build(type: string, field: string, value: Json): fieldErrors.FieldError {
  const text = typeof value === 'string' ? value : ''
  const limit = typeof value === 'number' ? value : 0
  const [actual, max] = type === 'tooMany' ? (value as number[]) : []
  const built: Record<string, fieldErrors.FieldError> = {
    invalid: fieldErrors.invalid(field, value, 'bad'),
    typeInvalid: fieldErrors.typeInvalid(field, value, 't'),
    duplicate: fieldErrors.duplicate(field, value),
    notFound: fieldErrors.fieldNotFound(field, value),
    notSupported: fieldErrors.notSupported(field, value, ['b', 'a"']),
    required: fieldErrors.required(field, text),
    forbidden: fieldErrors.forbiddenField(field, text),
    tooLong: fieldErrors.tooLong(field, limit),
    tooLongCharacters: fieldErrors.tooLongCharacters(field, limit),
    tooMany: fieldErrors.tooMany(field, actual ?? 0, max ?? 0),
    internal: fieldErrors.internalFieldError(field, text),
  }
  return built[type] ?? fieldErrors.required(type)
}

test('an update repeats the checks of a new object by the rule for paths', () => {
  const old = { name: 'a%b', uid: 'u', resourceVersion: '1' }
  expect(validateCommonFields({ ...old, uid: 'v' }, old, false).map(fieldErrors.printFieldError)).toEqual([
    `metadata.name: Invalid value: "a%b": may not contain '%'`,
    'metadata.uid: Invalid value: "v": field is immutable',
  ])
})

test('an unqualified finalizer is an error on built-in kinds and a warning on custom resources', () => {
  const finalizers = ['x.io/a', 'orphan', 'plain', 'dotted.io']
  expect(validateKubeFinalizerNames(finalizers, 'metadata.finalizers').map(fieldErrors.printFieldError)).toEqual([
    'metadata.finalizers[2]: Invalid value: "plain": name is neither a standard finalizer name nor is it fully qualified',
    'metadata.finalizers[3]: Invalid value: "dotted.io": name is neither a standard finalizer name nor is it fully qualified',
  ])
  expect(finalizerWarnings(finalizers, ['plain'])).toEqual([
    'metadata.finalizers: "dotted.io": prefer a domain-qualified finalizer name including a path (/) to avoid accidental conflicts with other finalizer writers',
  ])
})

test('owner references that are alike in all fields are kept once, those of one uid are not', () => {
  const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'o', uid: 'u' }
  const controller = { ...owner, controller: true }
  const deduped = dedupOwnerReferences([owner, controller, owner, { ...controller }])
  expect(deduped).toEqual({ ownerReferences: [owner, controller], duplicates: ['u', 'u'] })
  expect(duplicateOwnerReferencesWarning(deduped.duplicates, true)).toBe(
    '.metadata.ownerReferences contains duplicate entries after mutating admission happens; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: u, u',
  )
})
