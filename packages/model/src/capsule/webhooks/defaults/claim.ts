import { objectAt, textAt } from '../../../object/json.ts'
import { annotationsOf, type KubeObject } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { findClass, storageClassesKey } from '../../tenant/classes.ts'
import type { Tenant } from '../../tenant/tenant.ts'

const defaultAnnotation = 'storageclass.kubernetes.io/is-default-class'

/** A claim without a class, or with the cluster's default, gets its Tenant's. [defaults/storage.go; extended A2.4] */
export function defaultClaim(state: ClusterState, claim: KubeObject, tenant: Tenant): KubeObject {
  const name = tenant.spec?.storageClasses?.default ?? ''
  const chosen = textAt(claim, 'spec', 'storageClassName')
  if (name === '' || chosen === name) return claim
  if (chosen !== undefined && !isClusterDefault(findClass(state, storageClassesKey, chosen))) return claim
  return { ...claim, spec: { ...objectAt(claim, 'spec'), storageClassName: name } }
}

function isClusterDefault(object: KubeObject | undefined): boolean {
  return object !== undefined && annotationsOf(object)[defaultAnnotation] === 'true'
}
