import type { Json } from '../../../object/json.ts'
import { isTerminating, type KubeObject } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import type { WatchEvent } from '../../../state/watch-event.ts'
import { configurationName } from '../../tenant/constants.ts'
import { conditionOf } from '../conditions.ts'
import { capsuleConfigurations, type Kind, keyOfKind } from '../kinds.ts'
import { fieldChanged, generationChanged } from '../predicates.ts'
import { list } from '../reading.ts'
import { sameObject } from '../same-object.ts'
import { asReplication } from './replication.ts'
import { isRequested } from './replication-status.ts'

/** The spec changed, or a run was asked for. [extended C2.1, C1.4] */
export function isRunNeeded(event: WatchEvent): boolean {
  const { object, oldObject } = event
  return generationChanged(event) || (oldObject !== undefined && isRequested(object, oldObject))
}

/** Replications that depend on one whose spec, deletion or readiness changed. [DependencyStateChangedPredicate] */
export function dependentsOf(event: WatchEvent, state: ClusterState, kind: Kind): readonly KubeObject[] {
  const { type, object, oldObject } = event
  if (type === 'modified' && oldObject && isSameDependency(event, object, oldObject)) return []
  return list(
    kind,
    object.metadata.namespace,
  )(state).filter((other) =>
    (asReplication(other).spec?.dependsOn ?? []).some(({ name }) => name === object.metadata.name),
  )
}

function isSameDependency(event: WatchEvent, object: KubeObject, oldObject: KubeObject): boolean {
  return (
    !generationChanged(event) &&
    isTerminating(object) === isTerminating(oldObject) &&
    sameObject(readiness(object), readiness(oldObject))
  )
}

function readiness(object: KubeObject): Json | undefined {
  return conditionOf(asReplication(object).status?.conditions, 'Ready') as unknown as Json | undefined
}

/** Who acts may have changed for all replications. [CapsuleConfigSpecImpersonationChangedPredicate] */
export function configurationTriggers(event: WatchEvent, state: ClusterState, kind: Kind): readonly KubeObject[] {
  const isConfiguration = event.resource === keyOfKind(capsuleConfigurations)
  if (!isConfiguration || event.object.metadata.name !== configurationName) return []
  return fieldChanged(event, 'spec', 'impersonation') ? list(kind)(state) : []
}
