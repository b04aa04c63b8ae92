import { listAt, textAt } from '../../../object/json.ts'
import { annotationsOf, type KubeObject } from '../../../object/kube-object.ts'

export const ingressClassAnnotation = 'kubernetes.io/ingress.class'

/** The class of an Ingress: that of its spec, or else of the old annotation. [ingress/types.go; extended A2.5] */
export function ingressClassOf(ingress: KubeObject): string | undefined {
  return textAt(ingress, 'spec', 'ingressClassName') ?? annotationsOf(ingress)[ingressClassAnnotation]
}

/** Hosts and paths of the rules. A host without paths has none. [ingress/types.go:HostnamePathsPairs] */
export interface HostPaths {
  readonly host: string
  readonly paths: readonly string[]
}

/** Hosts are in order of their names; upstream has them in any. */
export function hostPathsOf(ingress: KubeObject): readonly HostPaths[] {
  const pathsByHost = new Map<string, Set<string>>()
  for (const rule of listAt(ingress, 'spec', 'rules')) {
    const host = textAt(rule, 'host') ?? ''
    const paths = pathsByHost.get(host) ?? new Set()
    for (const path of listAt(rule, 'http', 'paths')) paths.add(textAt(path, 'path') ?? '')
    pathsByHost.set(host, paths)
  }
  return [...pathsByHost]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([host, paths]) => ({ host, paths: [...paths].sort() }))
}
