import { changeItems, fill } from './filling.ts'
import { type KindStrategy, plainStrategy } from './strategy.ts'

/** A port is of TCP. [pkg/apis/core/v1/defaults.go:SetDefaults_Endpoints] */
export const endpointsStrategy: KindStrategy = {
  ...plainStrategy,
  applyDefaults: (endpoints) =>
    changeItems(endpoints, 'subsets', (subset) =>
      changeItems(subset, 'ports', (port) => fill(port, { protocol: 'TCP' })),
    ),
}
