import { formatApiVersion } from '../../object/gvk.ts'
import type { JsonObject } from '../../object/json.ts'
import { type KubeObject, withMetadata } from '../../object/kube-object.ts'
import { now } from '../../state/cluster.ts'
import { definitionOf } from '../discovery.ts'
import { type Refused, refuse } from '../refusal.ts'
import { inRequestedVersion, type RequestContext } from '../request-context.ts'
import { structuralSchemaOf } from '../schema/structural-schema.ts'
import { builtInShape } from './built-in-shapes.ts'
import { applyConflict } from './conflicts.ts'
import { customResourceShape } from './custom-resource-shapes.ts'
import type { FieldShape } from './field-shape.ts'
import { type Manager, readManagedFields, writeManagedFields } from './managers.ts'
import { applyConfiguration, type ManagedWrite, setsBeforeFirstApply, updatedSets } from './ownership.ts'

function shapeFor({ cluster, type }: RequestContext): FieldShape {
  if (!type.custom) return builtInShape(type.group, type.kind)
  const definition = definitionOf(cluster.state, type)
  return customResourceShape(definition && structuralSchemaOf(definition, type.version))
}

/** Who does not name himself has the name that is made of his user agent, which requests here do not have. [fieldmanager managerOrUserAgent] */
function writeOf(context: RequestContext, operation: Manager['operation']): ManagedWrite {
  const { request, type, cluster } = context
  const manager: Manager = {
    name: request.query?.fieldManager || 'unknown',
    operation,
    apiVersion: formatApiVersion(type.group, type.version),
    subresource: request.subresource ?? '',
  }
  return { manager, shape: shapeFor(context), time: now(cluster) }
}

/** An object without its managers, in the version of the request. */
function bare(context: RequestContext, object: KubeObject): KubeObject {
  return withMetadata(inRequestedVersion(context, object), { managedFields: undefined })
}

/** What a configuration makes of the stored object, or of none, with who manages what from then on. [handlers/patch.go applyPatcher; kubernetes.md 7.7] */
export function appliedTo(
  context: RequestContext,
  stored: KubeObject | undefined,
  configuration: JsonObject,
): KubeObject | Refused {
  const write = { ...writeOf(context, 'Apply'), force: context.request.query?.force === 'true' }
  const live: JsonObject = stored ? bare(context, stored) : {}
  const known = readManagedFields(stored?.metadata.managedFields ?? [])
  const isUnknown = stored !== undefined && known.size === 0
  if (isUnknown) context.findings.push(`not modelled: who manages fields of ${stored.kind} ${stored.metadata.name}`)
  const sets = isUnknown ? setsBeforeFirstApply(live, write) : known
  const applied = applyConfiguration(live, configuration, sets, write)
  if (applied.conflicts) return refuse(applyConflict(applied.conflicts))
  const managedFields = writeManagedFields(applied.sets)
  return withMetadata(applied.object as KubeObject, { managedFields })
}

/**
 * The object that somebody writes by other means, with who manages what from then on. It is not followed before anybody
 * has applied. [managedfields fieldmanager.go Update, skipnonapplied.go]
 */
export function updatedBy(context: RequestContext, stored: KubeObject, wanted: KubeObject): KubeObject {
  const { managedFields: entries = [] } = stored.metadata
  if (entries.length === 0) return wanted
  const given = wanted.metadata.managedFields ?? []
  const sets = readManagedFields(given.length === 0 ? entries : given)
  const isWritten = fieldsWritten(context)
  const [before, after] = [stored, wanted].map((object) => writtenPart(bare(context, object), isWritten))
  if (!before || !after) return wanted
  const managedFields = writeManagedFields(updatedSets(before, after, sets, writeOf(context, 'Update')))
  return withMetadata(wanted, { managedFields })
}

/** Status is written by its own endpoint, which writes nothing else but metadata. [strategies' GetResetFields] */
function fieldsWritten({ request, strategy }: RequestContext): (field: string) => boolean {
  if (request.subresource === 'status') return (field) => field === 'status' || field === 'metadata'
  return (field) => field !== 'status' || !strategy.subresources.includes('status')
}

function writtenPart(object: KubeObject, isWritten: (field: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([field]) => isWritten(field)))
}
