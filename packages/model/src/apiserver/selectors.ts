import {
  builtInSelectableFields,
  customSelectableFields,
  matchesFields,
  parseFieldSelector,
  type SelectableFields,
} from '../object/field-selector.ts'
import { at, listAt, textAt } from '../object/json.ts'
import { type KubeObject, labelsOf } from '../object/kube-object.ts'
import { matchesRequirements } from '../object/label-selector.ts'
import { parseLabelSelector } from '../object/label-selector-query.ts'
import { badRequest } from '../object/status-errors.ts'
import { definitionOf, definitionVersion } from './discovery.ts'
import { isRefused, type Refused, refuse } from './refusal.ts'
import type { RequestContext } from './request-context.ts'

type Matches = (object: KubeObject) => boolean

/** What both selectors of the query let through. */
export function matcher(context: RequestContext): ((object: KubeObject) => boolean) | Refused {
  const labels = labelSelectorOf(context)
  if (isRefused(labels)) return labels
  const fields = fieldSelectorOf(context)
  if (isRefused(fields)) return fields
  return (object) => labels(object) && fields(object)
}

/** What the query's labelSelector lets through. */
function labelSelectorOf(context: RequestContext): Matches | Refused {
  const text = context.request.query?.labelSelector
  if (!text) return () => true
  const requirements = parseLabelSelector(text)
  if ('error' in requirements) return refuse(badRequest(requirements.error))
  return (object) => matchesRequirements(requirements, labelsOf(object))
}

/** What the query's fieldSelector lets through. */
function fieldSelectorOf(context: RequestContext): Matches | Refused {
  const text = context.request.query?.fieldSelector
  if (!text) return () => true
  const selectable = selectableFields(context)
  const terms = parseFieldSelector(text, selectable)
  if ('error' in terms) return refuse(badRequest(terms.error))
  return (object) => matchesFields(terms, fieldValues(object, selectable.fields))
}

function fieldValues(object: KubeObject, fields: readonly string[]): Record<string, string> {
  return Object.fromEntries(fields.map((field) => [field, String(at(object, ...field.split('.')) ?? '')]))
}

function selectableFields(context: RequestContext): SelectableFields {
  const { type, cluster } = context
  if (!type.custom) return builtInSelectableFields(type.group, type.kind)
  const definition = definitionOf(cluster.state, type)
  const version = definition && definitionVersion(definition, type.version)
  return customSelectableFields(
    type.namespaced,
    listAt(version, 'selectableFields').map((field) => (textAt(field, 'jsonPath') ?? '').replace(/^\./, '')),
  )
}
