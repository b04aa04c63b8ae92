import { type PatchField, type PatchFields, patchFields } from '../../object/patch-schema.ts'
import type { FieldShape } from './field-shape.ts'

const atomic: FieldShape = { kind: 'atomic' }

/** Objects that are one thing as a whole wherever a built-in kind has a field of that name. [client-go applyconfigurations/internal] */
const atomicFields: ReadonlySet<string> = new Set([
  'configMapKeyRef',
  'controllerExpandSecretRef',
  'controllerPublishSecretRef',
  'dataSource',
  'fieldRef',
  'fileKeyRef',
  'involvedObject',
  'labelSelector',
  'matchConstraints',
  'matchResources',
  'namespaceSelector',
  'nodeExpandSecretRef',
  'nodePublishSecretRef',
  'nodeSelector',
  'nodeStageSecretRef',
  'objectSelector',
  'paramKind',
  'paramRef',
  'podSelector',
  'port',
  'preference',
  'regarding',
  'related',
  'required',
  'requiredDuringSchedulingIgnoredDuringExecution',
  'resourceFieldRef',
  'roleRef',
  'scopeSelector',
  'secretKeyRef',
  'secretRef',
  'selector',
  'targetRef',
])

/** Lists of references to objects of one's own namespace. */
const atomicItems: ReadonlySet<string> = new Set(['ownerReferences', 'imagePullSecrets', 'secrets'])

const plain: FieldShape = { others }

function others(field: string): FieldShape | undefined {
  return atomicFields.has(field) ? atomic : plain
}

/** Keys that server-side apply has beyond the one that strategic merge patch knows. */
const secondKeys: Readonly<Record<string, Pick<FieldShape, 'keys' | 'keyDefaults'>>> = {
  containerPort: { keys: ['containerPort', 'protocol'], keyDefaults: { protocol: 'TCP' } },
  port: { keys: ['port', 'protocol'], keyDefaults: { protocol: 'TCP' } },
  topologyKey: { keys: ['topologyKey', 'whenUnsatisfiable'] },
}

function shapeOfField(name: string, { strategy, mergeKey, fields }: PatchField): FieldShape {
  if (strategy === 'replace') return atomic
  if (strategy === undefined) return shapeOfFields(fields ?? {})
  if (mergeKey === undefined) return { kind: 'set' }
  const values = atomicItems.has(name) ? atomic : shapeOfFields(fields ?? {})
  return { keys: [mergeKey], ...secondKeys[mergeKey], values }
}

function shapeOfFields(fields: PatchFields): FieldShape {
  const named = Object.entries(fields).map(([name, field]) => [name, shapeOfField(name, field)] as const)
  return { fields: Object.fromEntries(named), others }
}

const shapes = new Map<string, FieldShape>()

/** The shape of a built-in kind: what strategic merge patch merges is merged here too, up to a few keys. */
export function builtInShape(group: string, kind: string): FieldShape {
  const key = `${group}/${kind}`
  const shape = shapes.get(key) ?? shapeOfFields(patchFields(group, kind))
  shapes.set(key, shape)
  return shape
}
