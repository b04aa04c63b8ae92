import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../object/json.ts'
import type { Attributes } from './attributes.ts'

const resourceFields = ['namespace', 'verb', 'group', 'version', 'resource', 'subresource', 'name'] as const
const selectorFields = ['fieldSelector', 'labelSelector'] as const

/**
 * The spec of a review as it is answered: only the fields that there are, and none that is empty.
 * [k8s.io/api authorization/v1/types.go]
 */
export function reviewSpec(given: Json | undefined, subject: boolean): JsonObject {
  const spec = isJsonObject(given) ? given : {}
  return withoutEmpty({
    resourceAttributes: resourceAttributes(spec.resourceAttributes),
    nonResourceAttributes: picked(spec.nonResourceAttributes, ['path', 'verb']),
    ...(subject ? { user: spec.user, groups: spec.groups, extra: spec.extra, uid: spec.uid } : {}),
  })
}

function resourceAttributes(given: Json | undefined): JsonObject | undefined {
  if (!isJsonObject(given)) return undefined
  const selectors = selectorFields.map((field) => [field, picked(given[field], ['rawSelector', 'requirements'])])
  return { ...picked(given, resourceFields), ...present(Object.fromEntries(selectors)) }
}

function picked(given: Json | undefined, fields: readonly string[]): JsonObject | undefined {
  if (!isJsonObject(given)) return undefined
  return withoutEmpty(Object.fromEntries(fields.map((field) => [field, given[field]])))
}

/** Empty objects stay where a pointer leads to them. */
function withoutEmpty(fields: JsonObject): JsonObject {
  const isEmptyList = (value: Json | undefined): boolean => isJsonArray(value) && value.length === 0
  return present(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '' && !isEmptyList(value))))
}

function present(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null))
}

/** What a review asks the authorizer. [kubernetes pkg/registry/authorization/util/helpers.go] */
export function reviewedAttributes(spec: JsonObject): Attributes {
  const { resourceAttributes, nonResourceAttributes } = spec
  if (isJsonObject(resourceAttributes)) {
    const text = (field: string): string => textOf(resourceAttributes[field])
    return {
      verb: text('verb'),
      group: text('group'),
      resource: text('resource'),
      subresource: text('subresource'),
      namespace: text('namespace'),
      name: text('name'),
    }
  }
  const path = isJsonObject(nonResourceAttributes) ? nonResourceAttributes : {}
  return { verb: textOf(path.verb), path: textOf(path.path) }
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
