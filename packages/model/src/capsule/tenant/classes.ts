import { type ResourceKey, resourceKey } from '../../object/gvk.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { findObject } from '../../state/store.ts'

/** The kinds of class objects that policies of Tenants are about. */
export const priorityClassesKey: ResourceKey = resourceKey('scheduling.k8s.io', 'priorityclasses')
export const runtimeClassesKey: ResourceKey = resourceKey('node.k8s.io', 'runtimeclasses')
export const storageClassesKey: ResourceKey = resourceKey('storage.k8s.io', 'storageclasses')
export const ingressClassesKey: ResourceKey = resourceKey('networking.k8s.io', 'ingressclasses')
export const gatewayClassesKey: ResourceKey = resourceKey('gateway.networking.k8s.io', 'gatewayclasses')
export const deviceClassesKey: ResourceKey = resourceKey('resource.k8s.io', 'deviceclasses')

export function findClass(state: ClusterState, classes: ResourceKey, name: string): KubeObject | undefined {
  return findObject(state, classes, undefined, name)
}

/** What is said of a class that is not there. */
export type MissingClass = (classes: ResourceKey, name: string) => string

/** What the API server says of a class that is not there: `storageclasses.storage.k8s.io "x" not found`. */
export function missingClass(classes: ResourceKey, name: string): string {
  const [group, resource] = classes.split('/')
  return `${resource}.${group} "${name}" not found`
}
