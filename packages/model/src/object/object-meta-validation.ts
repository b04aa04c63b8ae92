import { type FieldError, forbiddenField, invalid, required, tooLong } from './field-error.ts'
import { validateFinalizers, validateNoNewFinalizers } from './finalizer-validation.ts'
import { byteLength, compareTexts } from './go-format.ts'
import { at, isJsonObject, type Json, type JsonObject, listAt, textAt, textMap } from './json.ts'
import {
  labelValueMessages,
  type NameRule,
  nameIsDnsLabel,
  nameIsPathSegment,
  qualifiedNameMessages,
} from './name-validation.ts'
import { validateOwnerReferences } from './owner-reference-validation.ts'

const annotationBytesMax = 256 * 1024

/**
 * What is wrong with the metadata of a new object, after its name was generated. [apimachinery
 * pkg/api/validation/objectmeta.go ValidateObjectMetaAccessor; kubernetes.md 1.3]
 *
 * Go walks labels and annotations in random order; here it is the order of their keys. Not checked: managedFields.
 */
export function validateObjectMeta(metadata: JsonObject, namespaced: boolean, nameRule: NameRule): FieldError[] {
  return [
    ...validateName(metadata, nameRule),
    ...validateNamespace(textAt(metadata, 'namespace') ?? '', namespaced),
    ...validateGeneration(metadata),
    ...validateLabels(metadata.labels, 'metadata.labels'),
    ...validateAnnotations(metadata.annotations, 'metadata.annotations'),
    ...validateOwnerReferences(listAt(metadata, 'ownerReferences'), 'metadata.ownerReferences'),
    ...validateFinalizers(textsAt(metadata, 'finalizers'), 'metadata.finalizers'),
  ]
}

/** A name or a generateName is needed, and both must keep to the rule of the kind. [kubernetes.md 1.3.1] */
function validateName(metadata: JsonObject, nameRule: NameRule): FieldError[] {
  const name = textAt(metadata, 'name') ?? ''
  const generateName = textAt(metadata, 'generateName') ?? ''
  const errors =
    generateName === ''
      ? []
      : nameRule(generateName, true).map((message) => invalid('metadata.generateName', generateName, message))
  if (name === '') return [...errors, required('metadata.name', 'name or generateName is required')]
  return [...errors, ...nameRule(name, false).map((message) => invalid('metadata.name', name, message))]
}

/** Only what lives in a namespace has one. */
function validateNamespace(namespace: string, namespaced: boolean): FieldError[] {
  const field = 'metadata.namespace'
  if (!namespaced) return namespace === '' ? [] : [forbiddenField(field, 'not allowed on this type')]
  if (namespace === '') return [required(field)]
  return nameIsDnsLabel(namespace, false).map((message) => invalid(field, namespace, message))
}

function validateGeneration(metadata: JsonObject): FieldError[] {
  const generation = numberAt(metadata, 'generation')
  return generation < 0 ? [invalid('metadata.generation', generation, 'must be greater than or equal to 0')] : []
}

/** Keys are qualified names, values are label values. [pkg/apis/meta/v1/validation ValidateLabels] */
export function validateLabels(labels: Json | undefined, field: string): FieldError[] {
  if (!isJsonObject(labels) || flawless.has(labels)) return []
  const errors = sorted(labels).flatMap(([key, value]) => [
    ...qualifiedNameMessages(key).map((message) => invalid(field, key, message)),
    ...labelValueMessages(value).map((message) => invalid(field, value, message)),
  ])
  if (errors.length === 0) flawless.add(labels)
  return errors
}

/** Labels that were found right: they never change, and most updates carry the same ones on. */
const flawless = new WeakSet<JsonObject>()

/** Keys are qualified names, whatever their case; all together hold at most 256 KiB. [objectmeta.go ValidateAnnotations] */
export function validateAnnotations(annotations: Json | undefined, field: string): FieldError[] {
  const entries = sorted(annotations)
  const errors = entries.flatMap(([key]) =>
    qualifiedNameMessages(key.toLowerCase()).map((message) => invalid(field, key, message)),
  )
  const bytes = entries.reduce((sum, [key, value]) => sum + byteLength(key) + byteLength(value), 0)
  return bytes > annotationBytesMax ? [...errors, tooLong(field, annotationBytesMax)] : errors
}

/**
 * What is wrong with the metadata that is to replace another. Times and grace period are to be taken over from the old
 * object before, as the registry does. [objectmeta.go ValidateObjectMetaAccessorUpdate; kubernetes.md 1.3.8, 1.3.9]
 */
export function validateObjectMetaUpdate(metadata: JsonObject, old: JsonObject): FieldError[] {
  return [
    ...(old.deletionTimestamp === undefined ? [] : newFinalizers(metadata, old)),
    ...validateVersions(metadata, old),
    ...IMMUTABLE.flatMap(([name, empty]) => validateImmutable(metadata, old, name, empty)),
    ...validateLabels(metadata.labels, 'metadata.labels'),
    ...validateAnnotations(metadata.annotations, 'metadata.annotations'),
    ...validateOwnerReferences(listAt(metadata, 'ownerReferences'), 'metadata.ownerReferences'),
  ]
}

/**
 * What every update is checked for before the checks of its kind, which mostly repeat those of the update: a Status then
 * has these causes twice. [apiserver pkg/registry/rest/update.go validateCommonFields; kubernetes.md 1.1.6]
 */
export function validateCommonFields(metadata: JsonObject, old: JsonObject, namespaced: boolean): FieldError[] {
  return [...validateObjectMeta(metadata, namespaced, nameIsPathSegment), ...validateObjectMetaUpdate(metadata, old)]
}

function newFinalizers(metadata: JsonObject, old: JsonObject): FieldError[] {
  return validateNoNewFinalizers(textsAt(metadata, 'finalizers'), textsAt(old, 'finalizers'), 'metadata.finalizers')
}

function validateVersions(metadata: JsonObject, old: JsonObject): FieldError[] {
  const errors: FieldError[] = []
  if ((textAt(metadata, 'resourceVersion') ?? '') === '')
    errors.push(invalid('metadata.resourceVersion', '', 'must be specified for an update'))
  const generation = numberAt(metadata, 'generation')
  if (generation < numberAt(old, 'generation'))
    errors.push(invalid('metadata.generation', generation, 'must not be decremented'))
  return errors
}

/** Fields that never change, with what Go prints where they are absent. */
const IMMUTABLE: readonly (readonly [string, Json])[] = [
  ['name', ''],
  ['namespace', ''],
  ['uid', ''],
  ['creationTimestamp', null],
  ['deletionTimestamp', null],
  ['deletionGracePeriodSeconds', null],
]

function validateImmutable(metadata: JsonObject, old: JsonObject, name: string, empty: Json): FieldError[] {
  const value = metadata[name] ?? empty
  return value === (old[name] ?? empty) ? [] : [invalid(`metadata.${name}`, value, 'field is immutable')]
}

function sorted(map: Json | undefined): [string, string][] {
  return Object.entries(textMap(map)).sort(([a], [b]) => compareTexts(a, b))
}

function textsAt(value: JsonObject, field: string): readonly string[] {
  return listAt(value, field).filter((item) => typeof item === 'string')
}

function numberAt(value: JsonObject, field: string): number {
  const found = at(value, field)
  return typeof found === 'number' ? found : 0
}
