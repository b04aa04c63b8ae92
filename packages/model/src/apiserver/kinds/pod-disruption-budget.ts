import { type KindStrategy, strategyWith } from './strategy.ts'

/** A budget starts with nothing counted. [pkg/registry/policy/poddisruptionbudget/strategy.go] */
export const podDisruptionBudgetStrategy: KindStrategy = strategyWith({
  initialStatus: () => ({ disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 }),
  hasGeneration: true,
  allowsUnconditionalUpdate: false,
})
