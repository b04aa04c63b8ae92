import type { FieldError } from '../object/field-error.ts'
import type { KubeObject } from '../object/kube-object.ts'
import { definitionOf } from './discovery.ts'
import { tellUnknownFields } from './field-validation.ts'
import type { Refused } from './refusal.ts'
import type { RequestContext } from './request-context.ts'
import { applyDefaults } from './schema/defaulting.ts'
import { prune } from './schema/pruning.ts'
import { structuralSchemaOf } from './schema/structural-schema.ts'
import { validateCustomResource } from './schema/validation.ts'

/**
 * An instance as its definition reads it: unknown fields are dropped with a warning (or refused when validation of
 * fields is strict), then defaults fill what is missing. [kubernetes.md 4.3.1, 4.3.2]
 */
export function decodeCustomResource(context: RequestContext, object: KubeObject): KubeObject | Refused {
  const schema = schemaFor(context)
  if (!schema) return object
  const { value, unknownFields } = prune(schema, object)
  const refused = tellUnknownFields(context, object, unknownFields)
  if (refused) return refused
  return applyDefaults(schema, value)
}

/**
 * What metadata and the schema of its definition have against an instance; on update only what is wrong where something
 * changed. [kubernetes.md 4.3.5, 4.3.6]
 */
export function customResourceErrors(
  context: RequestContext,
  object: KubeObject,
  oldObject: KubeObject | undefined,
  metadataErrors: readonly FieldError[],
): readonly FieldError[] {
  const schema = schemaFor(context)
  if (!schema) return metadataErrors
  const isStatus = context.request.subresource === 'status'
  const options = { isStatus, metadataErrors, ...(oldObject ? { oldValue: oldObject } : {}) }
  const { errors, warnings, notEvaluated } = validateCustomResource(schema, object, options)
  context.warnings.push(...warnings)
  for (const rule of notEvaluated) context.findings.push(`not modelled: rule ${rule.rule} of ${context.type.kind}`)
  return errors
}

function schemaFor(context: RequestContext): ReturnType<typeof structuralSchemaOf> {
  const definition = definitionOf(context.cluster.state, context.type)
  return definition && structuralSchemaOf(definition, context.type.version)
}
