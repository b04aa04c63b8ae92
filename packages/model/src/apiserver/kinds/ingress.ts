import { validateIngress } from './ingress-validation.ts'
import { type KindStrategy, strategyWith } from './strategy.ts'

/** An ingress has no defaults; its status starts without addresses. [pkg/registry/networking/ingress/strategy.go] */
export const ingressStrategy: KindStrategy = strategyWith({
  validate: validateIngress,
  validateUpdate: validateIngress,
  initialStatus: () => ({ loadBalancer: {} }),
  hasGeneration: true,
})
