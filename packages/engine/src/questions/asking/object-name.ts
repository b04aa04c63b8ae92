import type { KubeObject } from '@capsule-whatif/model'
import type { Effect } from '../../predict/prediction.ts'

/** Which object. */
export interface ObjectName {
  readonly kind: string
  readonly namespace?: string
  readonly name: string
}

export function objectName({ kind, metadata }: KubeObject): ObjectName {
  return effectName({ kind, ...metadata })
}

export function effectName({ kind, namespace, name }: Pick<Effect, 'kind' | 'namespace' | 'name'>): ObjectName {
  return namespace === undefined || namespace === '' ? { kind, name } : { kind, namespace, name }
}

/** `Namespace oil-dev`, `ConfigMap oil-dev/settings` */
export function nameText({ kind, namespace, name }: ObjectName): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`
}
