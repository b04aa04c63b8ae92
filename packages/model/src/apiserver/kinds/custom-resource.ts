import type { KubeObject } from '../../object/kube-object.ts'
import {
  countGeneration,
  type KindStrategy,
  keepAllButStatus,
  plainStrategy,
  semanticallyEqual,
  startGeneration,
  withStatus,
} from './strategy.ts'

/**
 * Strategy of custom resources. With the status subresource, status is of that endpoint alone, which changes nothing
 * else, not even labels; without it, status is a field like others. Every change outside metadata counts.
 * [apiextensions-apiserver pkg/registry/customresource/{strategy,status_strategy}.go; kubernetes.md 1.2.7, 1.4.11]
 */
export function customResourceStrategy(hasStatus: boolean): KindStrategy {
  return {
    ...plainStrategy,
    prepareForCreate: (object) => startGeneration(hasStatus ? withStatus(object, undefined) : object),
    prepareForUpdate: (object, old) =>
      countGeneration(hasStatus ? withStatus(object, old.status) : object, old, changesContent),
    prepareForStatusUpdate: (object, old) => ({
      ...keepAllButStatus(object, old),
      metadata: { ...old.metadata, ...managedFieldsOf(object) },
    }),
    hasGeneration: true,
    allowsUnconditionalUpdate: false,
    subresources: hasStatus ? ['status'] : [],
  }
}

function managedFieldsOf(object: KubeObject): Pick<KubeObject['metadata'], 'managedFields'> {
  const { managedFields } = object.metadata
  return managedFields ? { managedFields } : {}
}

function changesContent(object: KubeObject, old: KubeObject): boolean {
  const { metadata: _, ...content } = object
  const { metadata: __, ...oldContent } = old
  return !semanticallyEqual(content, oldContent)
}
