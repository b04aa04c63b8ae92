import type { JsonObject } from '../../../object/json.ts'
import { type KubeObject, labelsOf } from '../../../object/kube-object.ts'
import { labelSelectorRequirements, matchesRequirements } from '../../../object/label-selector.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { tenantLabel } from '../../tenant/constants.ts'
import type { LabelSelector } from '../../tenant/tenant.ts'
import type { Failure } from '../failure.ts'
import { namespaces } from '../kinds.ts'
import { list } from '../reading.ts'
import type { ResourceSpec } from './replication.ts'

const unusable = 'cannot create Namespace selector for Namespace filtering and resource replication: '

/** Why the selector of an entry cannot be used. */
export function selectorFailure({ namespaceSelector }: ResourceSpec): Failure | undefined {
  const requirements = requirementsOf(namespaceSelector)
  return 'error' in requirements ? { message: `${unusable}${requirements.error}` } : undefined
}

/** A namespace is a target if its label names the Tenant and the entry's selector matches it. [namespaceSelector; extended C4.1] */
export function isTargeted(namespace: KubeObject, tenant: string, { namespaceSelector }: ResourceSpec): boolean {
  const requirements = requirementsOf(namespaceSelector)
  const labels = labelsOf(namespace)
  return !('error' in requirements) && labels[tenantLabel] === tenant && matchesRequirements(requirements, labels)
}

/** No selector, and an empty one, select all. */
function requirementsOf(
  selector: LabelSelector | undefined,
): Exclude<ReturnType<typeof labelSelectorRequirements>, undefined> {
  return selector ? (labelSelectorRequirements(selector as unknown as JsonObject) ?? []) : []
}

export function targetedNamespaces(tenant: string, spec: ResourceSpec): (state: ClusterState) => readonly KubeObject[] {
  return (state) => list(namespaces)(state).filter((namespace) => isTargeted(namespace, tenant, spec))
}
