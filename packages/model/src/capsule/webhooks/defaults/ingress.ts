import { objectAt, textAt } from '../../../object/json.ts'
import { annotationsOf, type KubeObject, withMetadata } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { findClass, ingressClassesKey } from '../../tenant/classes.ts'
import type { Tenant } from '../../tenant/tenant.ts'
import { ingressClassAnnotation, ingressClassOf } from '../ingresses/ingress.ts'

const defaultAnnotation = 'ingressclass.kubernetes.io/is-default-class'

/**
 * An Ingress without a class, or with the cluster's default, gets its Tenant's, in the annotation if it had its class
 * there. [defaults/ingress.go; extended A2.5]
 */
export function defaultIngress(state: ClusterState, ingress: KubeObject, tenant: Tenant): KubeObject {
  const name = tenant.spec?.ingressOptions?.allowedClasses?.default ?? ''
  const chosen = ingressClassOf(ingress)
  if (name === '' || chosen === name) return ingress
  if (chosen !== undefined && !isClusterDefault(findClass(state, ingressClassesKey, chosen))) return ingress
  const isAnnotated = textAt(ingress, 'spec', 'ingressClassName') === undefined && chosen !== undefined
  return isAnnotated
    ? withMetadata(ingress, { annotations: { ...annotationsOf(ingress), [ingressClassAnnotation]: name } })
    : { ...ingress, spec: { ...objectAt(ingress, 'spec'), ingressClassName: name } }
}

function isClusterDefault(object: KubeObject | undefined): boolean {
  return object !== undefined && annotationsOf(object)[defaultAnnotation] === 'true'
}
