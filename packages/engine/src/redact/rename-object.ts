import { builtinResources, isJsonArray, isJsonObject, type Json, type KubeObject } from '@capsule-whatif/model'
import type { Pseudonyms } from './pseudonyms.ts'

/** Fields whose texts are words of the API, whatever somebody has named like them. */
const apiFields: ReadonlySet<string> = new Set([
  'apiGroup',
  'apiGroups',
  'apiVersion',
  'apiVersions',
  'caBundle',
  'creationTimestamp',
  'effect',
  'finalizers',
  'kind',
  'lastTransitionTime',
  'operations',
  'operator',
  'phase',
  'policyTypes',
  'protocol',
  'reason',
  'resources',
  'resourceVersion',
  'scope',
  'state',
  'status',
  'type',
  'uid',
  'verbs',
])

/** Kinds that describe the API, in which names of a cluster have no place. */
const apiKinds: ReadonlySet<string> = new Set(['CustomResourceDefinition', 'APIService'])

const resourceNames: ReadonlySet<string> = new Set(builtinResources.map(({ resource }) => resource))

/** The object with pseudonyms in all its texts, and for names that are keys; without managedFields, whose keys hold names. */
export function renameObject(object: KubeObject, pseudonyms: Pseudonyms): KubeObject {
  if (apiKinds.has(object.kind)) return object
  const { managedFields: _managedFields, ...metadata } = object.metadata
  return renamed({ ...object, metadata }, pseudonyms) as KubeObject
}

function renamed(value: Json, pseudonyms: Pseudonyms): Json {
  if (typeof value === 'string') return pseudonyms.rename(value)
  if (isJsonArray(value)) return value.map((item) => renamed(item, pseudonyms))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([field, content]) => {
      const key = pseudonyms.isName(field) && !resourceNames.has(field) ? pseudonyms.rename(field) : field
      const isApiText = apiFields.has(field) && isTextOrTexts(content)
      return [key, content === undefined || isApiText ? content : renamed(content, pseudonyms)]
    }),
  )
}

function isTextOrTexts(value: Json | undefined): boolean {
  return typeof value === 'string' || (isJsonArray(value) && value.every((item) => typeof item === 'string'))
}
