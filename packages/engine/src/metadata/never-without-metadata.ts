import { type ClusterState, findObject, type KubeObject, type Step } from '@capsule-whatif/model'
import { hasKey, isLabelled, type MetadataKey, tenantsOf } from './metadata-key.ts'
import { namespacesKey, podsKey } from './probe.ts'
import type { WantedMetadata } from './wanted-metadata.ts'

/** A pod that was created in a namespace which lacked a key of its Tenant. */
export interface MetadataViolation {
  readonly tenant: string
  readonly namespace: string
  readonly pod: string
  readonly key: MetadataKey
  /** the value that the namespace had instead; absent where it had none */
  readonly has?: string
}

/** What a step did against a property, for exploring all orders. */
export type MetadataProperty = (before: ClusterState, step: Step) => readonly MetadataViolation[]

/**
 * The property that no pod is created in a Tenant's namespace while that lacks a label or annotation of the Tenant. A state
 * alone cannot tell, since keys come later: it looks at each step that creates pods, and at their namespaces as they were then.
 *
 * @param wanted what each Tenant gives, from `wantedMetadata` of the cluster as it is meant to be; after an edit of a Tenant
 * that of the edited one
 */
export function neverWithoutMetadata(wanted: readonly WantedMetadata[]): MetadataProperty {
  return (before, step) =>
    step.events.flatMap(({ type, resource, object }, index) => {
      if (resource !== podsKey || type !== 'added') return []
      const namespace = namespaceThen(before, step, index, object.metadata.namespace ?? '')
      return namespace ? violationsOf(wanted, namespace, object) : []
    })
}

/** The namespace as it was when a step made one of its writes. */
function namespaceThen(before: ClusterState, step: Step, index: number, name: string): KubeObject | undefined {
  const written = step.events
    .slice(0, index)
    .findLast(({ resource, object }) => resource === namespacesKey && object.metadata.name === name)
  return written?.object ?? findObject(before, namespacesKey, undefined, name)
}

function violationsOf(
  wanted: readonly WantedMetadata[],
  namespace: KubeObject,
  pod: KubeObject,
): readonly MetadataViolation[] {
  const { name } = namespace.metadata
  const owners = tenantsOf(namespace)
  return wanted
    .filter(({ tenant, labels }) => owners.includes(tenant) && isLabelled(namespace, labels))
    .flatMap(({ tenant, keys }) =>
      keys
        .filter((key) => key.on === 'Namespace' && !hasKey(namespace, key, name))
        .map((key) => ({ tenant, namespace: name, pod: pod.metadata.name, key, ...instead(namespace, key) })),
    )
}

function instead(namespace: KubeObject, { field, key }: MetadataKey): { readonly has?: string } {
  const has = namespace.metadata[field]?.[key]
  return has === undefined ? {} : { has }
}
