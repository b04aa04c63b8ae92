import { fill } from './filling.ts'
import { type KindStrategy, strategyWith } from './strategy.ts'

/** A class preempts lower ones; its generation stays 1, nothing of it counts. [pkg/apis/scheduling/v1/defaults.go; pkg/registry/scheduling/priorityclass/strategy.go] */
export const priorityClassStrategy: KindStrategy = strategyWith({
  applyDefaults: (priorityClass) => ({
    ...fill(priorityClass, { preemptionPolicy: 'PreemptLowerPriority' }),
    value: priorityClass.value ?? 0,
  }),
  changesDesired: () => false,
  hasGeneration: true,
})
