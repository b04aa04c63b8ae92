import type { FieldError } from '../../object/field-error.ts'
import type { Json } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import type { ClusterState } from '../../state/cluster-state.ts'

/** What names a kind takes: RFC 1123 label, RFC 1123 subdomain, one segment of a path. */
export type NameValidation = 'label' | 'subdomain' | 'path'

/**
 * What the API server does to objects of one kind beyond what it does to all.
 * [registry/rest/{create,update,delete}.go, registry/<group>/<kind>/strategy.go]
 */
export interface KindStrategy {
  /** API defaulting of what a client sent, applied on decode, before admission. */
  readonly applyDefaults?: (object: KubeObject) => KubeObject
  /** Takes what is handed out once in a cluster: addresses, ports. Runs before prepareForCreate. [store.go:BeginCreate] */
  readonly beginCreate?: (object: KubeObject, state: ClusterState) => KubeObject
  /** The same on update. [store.go:BeginUpdate] */
  readonly beginUpdate?: (object: KubeObject, old: KubeObject, state: ClusterState) => KubeObject
  /** Sets what users may not: status, generation 1. Runs after the name was generated. */
  readonly prepareForCreate?: (object: KubeObject) => KubeObject
  /** Keeps what users may not change here: status; counts the generation. */
  readonly prepareForUpdate?: (object: KubeObject, old: KubeObject) => KubeObject
  /** Keeps what is not status. */
  readonly prepareForStatusUpdate?: (object: KubeObject, old: KubeObject) => KubeObject
  readonly validate?: (object: KubeObject) => readonly FieldError[]
  readonly validateUpdate?: (object: KubeObject, old: KubeObject) => readonly FieldError[]
  readonly validateStatusUpdate?: (object: KubeObject, old: KubeObject) => readonly FieldError[]
  readonly hasGeneration: boolean
  /** Whether a delete that removes at once answers with the object. [kubernetes.md 1.5.11] */
  readonly returnsDeletedObject: boolean
  /** Whether an update without resourceVersion overwrites. [kubernetes.md 1.4.3] */
  readonly allowsUnconditionalUpdate: boolean
  /** Whether a PUT creates what is not there. [AllowCreateOnUpdate] */
  readonly allowsCreateOnUpdate?: boolean
  /** What happens to dependents when a delete says nothing. [kubernetes.md 1.5.5] */
  readonly defaultGarbageCollection: 'background' | 'orphan' | 'unsupported'
  readonly nameValidation: NameValidation
  readonly subresources: readonly string[]
}

/** A kind without rules of its own: stored as sent. */
export const plainStrategy: KindStrategy = {
  hasGeneration: false,
  returnsDeletedObject: false,
  allowsUnconditionalUpdate: true,
  defaultGarbageCollection: 'background',
  nameValidation: 'subdomain',
  subresources: [],
}

interface StatusRules extends Partial<KindStrategy> {
  /** status of a new object; without it the kind has no status */
  readonly initialStatus?: (object: KubeObject) => Json
  /** whether an update changes what is desired; unless said otherwise, any change of spec does */
  readonly changesDesired?: (object: KubeObject, old: KubeObject) => boolean
}

/**
 * The usual strategy: a new object starts with the initial status and generation 1; an update keeps the status and
 * counts the generation when the spec changes; a status update keeps everything but status and metadata.
 */
export function strategyWith(rules: StatusRules): KindStrategy {
  const { initialStatus, changesDesired, ...given } = rules
  const hasGeneration = given.hasGeneration ?? false
  return {
    ...plainStrategy,
    subresources: initialStatus ? ['status'] : [],
    prepareForCreate: (object) => startGeneration(withStatus(object, initialStatus?.(object)), hasGeneration),
    prepareForUpdate: (object, old) => {
      const kept = initialStatus ? withStatus(object, old.status) : object
      return hasGeneration ? countGeneration(kept, old, changesDesired ?? changesSpec) : kept
    },
    ...(initialStatus ? { prepareForStatusUpdate: keepAllButStatus } : {}),
    ...given,
  }
}

/** The object with the status in place of its own; without any where it is undefined and the object had none. */
export function withStatus(object: KubeObject, status: Json | undefined): KubeObject {
  if (status !== undefined) return { ...object, status }
  if (object.status === undefined) return object
  const { status: _, ...rest } = object
  return rest as KubeObject
}

export function startGeneration(object: KubeObject, hasGeneration = true): KubeObject {
  return hasGeneration ? { ...object, metadata: { ...object.metadata, generation: 1 } } : object
}

/** The generation grows by one when what is desired changes; users never set it. [kubernetes.md 1.2.7] */
export function countGeneration(
  object: KubeObject,
  old: KubeObject,
  changesDesired: (object: KubeObject, old: KubeObject) => boolean,
): KubeObject {
  const before = old.metadata.generation ?? 0
  const generation = changesDesired(object, old) ? before + 1 : before
  return object.metadata.generation === generation || (generation === 0 && object.metadata.generation === undefined)
    ? object
    : { ...object, metadata: { ...object.metadata, generation } }
}

export function changesSpec(object: KubeObject, old: KubeObject): boolean {
  return changesField('spec')(object, old)
}

export function keepAllButStatus(object: KubeObject, old: KubeObject): KubeObject {
  const { metadata, status } = object
  return withStatus({ ...old, metadata } as KubeObject, status)
}

function changesField(field: string): (object: KubeObject, old: KubeObject) => boolean {
  return (object, old) => !semanticallyEqual(object[field], old[field])
}

/** Whether any of the fields differs. */
export function changesFields(...fields: readonly string[]): (object: KubeObject, old: KubeObject) => boolean {
  return (object, old) => fields.some((field) => changesField(field)(object, old))
}

/** Equal documents, where absent, null and empty are the same. [apimachinery api/equality Semantic.DeepEqual] */
export function semanticallyEqual(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b || (isNothing(a) && isNothing(b))) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return isNothing(a) && isNothing(b)
  const left = a as Readonly<Record<string, Json | undefined>>
  const right = b as Readonly<Record<string, Json | undefined>>
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((field) =>
    semanticallyEqual(left[field], right[field]),
  )
}

function isNothing(value: Json | undefined): boolean {
  if (value === undefined || value === null) return true
  return typeof value === 'object' && Object.values(value).every((item) => item === undefined)
}
