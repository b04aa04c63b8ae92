import { objectAt, textAt } from '../../../object/json.ts'
import { annotationsOf, type KubeObject } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { findClass, storageClassesKey } from '../../tenant/classes.ts'
import type { Tenant } from '../../tenant/tenant.ts'
import { panicked } from '../answer.ts'
import type { Defaulted } from './pod.ts'

const defaultAnnotation = 'storageclass.kubernetes.io/is-default-class'

/**
 * A claim without a class, or with the cluster's default, gets its Tenant's. Naming a class that does not exist makes
 * the handler panic: upstream asks a nil class for its annotations. [defaults/storage.go; extended A2.4]
 */
export function defaultClaim(state: ClusterState, claim: KubeObject, tenant: Tenant): Defaulted {
  const name = tenant.spec?.storageClasses?.default ?? ''
  const chosen = textAt(claim, 'spec', 'storageClassName')
  if (name === '' || chosen === name) return { object: claim }
  if (chosen !== undefined) {
    const current = findClass(state, storageClassesKey, chosen)
    if (!current) return { refusal: panicked('runtime error: invalid memory address or nil pointer dereference') }
    if (annotationsOf(current)[defaultAnnotation] !== 'true') return { object: claim }
  }
  return { object: { ...claim, spec: { ...objectAt(claim, 'spec'), storageClassName: name } } }
}
