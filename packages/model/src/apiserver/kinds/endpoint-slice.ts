import type { KubeObject } from '../../object/kube-object.ts'
import { changeItems } from './filling.ts'
import { type KindStrategy, semanticallyEqual, strategyWith } from './strategy.ts'

/** A port is of TCP and has the empty name. [pkg/apis/discovery/v1/defaults.go:SetDefaults_EndpointPort] */
function withDefaults(slice: KubeObject): KubeObject {
  return changeItems(slice, 'ports', (port) => ({ name: '', protocol: 'TCP', ...port }))
}

/** Everything but metadata counts, and labels do. [pkg/registry/discovery/endpointslice/strategy.go:PrepareForUpdate] */
function changesDesired(slice: KubeObject, old: KubeObject): boolean {
  const { metadata, ...content } = slice
  const { metadata: oldMetadata, ...oldContent } = old
  return !semanticallyEqual(content, oldContent) || !semanticallyEqual(metadata.labels, oldMetadata.labels)
}

export const endpointSliceStrategy: KindStrategy = strategyWith({
  applyDefaults: withDefaults,
  changesDesired,
  hasGeneration: true,
})
