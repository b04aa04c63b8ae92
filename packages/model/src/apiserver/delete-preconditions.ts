import type { KubeObject } from '../object/kube-object.ts'
import type { ResourceType } from '../object/resource-type.ts'
import { conflict, type Refusal } from '../object/status-errors.ts'
import type { ReadOptions } from './delete-options.ts'
import { isDefinitions, isNamespaces } from './request-context.ts'

type Preconditions = ReadOptions['preconditions']

/** Namespaces and definitions check what a DELETE takes for granted before the store does. [kubernetes.md 1.5.4] */
export function checkPreconditions(
  type: ResourceType,
  object: KubeObject,
  preconditions: Preconditions,
): Refusal | undefined {
  if (!isNamespaces(type) && !isDefinitions(type)) return checkStorePreconditions(type, object, preconditions)
  const failed = failedPrecondition(object, preconditions)
  if (!failed) return undefined
  const [what, wanted, found] = failed
  const cause = `Precondition failed: ${what} in precondition: ${wanted}, ${what} in object meta: ${found}`
  return conflict(type, object.metadata.name, cause)
}

/** The store names the object by its Kind. [registry/rest/delete.go BeforeDelete; the recorded deletes with a wrong uid] */
export function checkStorePreconditions(
  type: ResourceType,
  object: KubeObject,
  preconditions: Preconditions,
): Refusal | undefined {
  const failed = failedPrecondition(object, preconditions)
  if (!failed) return undefined
  const [what, wanted, found] = failed
  const happened = what === 'UID' ? 'deleted and then recreated' : 'modified'
  const cause = `the ${what} in the precondition (${wanted}) does not match the ${what} in record (${found}). The object might have been ${happened}`
  return conflict({ group: type.group, resource: type.kind }, object.metadata.name, cause)
}

function failedPrecondition(object: KubeObject, preconditions: Preconditions): [string, string, string] | undefined {
  const { uid = '', resourceVersion = '' } = object.metadata
  const wanted = preconditions
  if (wanted.uid !== undefined && wanted.uid !== uid) return ['UID', wanted.uid, uid]
  const expected = wanted.resourceVersion
  if (expected !== undefined && expected !== resourceVersion) return ['ResourceVersion', expected, resourceVersion]
  return undefined
}
