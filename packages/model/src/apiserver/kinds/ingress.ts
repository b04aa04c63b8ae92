import { type KindStrategy, strategyWith } from './strategy.ts'

/** An ingress has no defaults; its status starts without addresses. [pkg/registry/networking/ingress/strategy.go] */
export const ingressStrategy: KindStrategy = strategyWith({
  initialStatus: () => ({ loadBalancer: {} }),
  hasGeneration: true,
})
