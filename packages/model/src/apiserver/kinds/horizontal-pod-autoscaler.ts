import { isJsonObject, type Json, type JsonObject, listAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { change, changeSpec, fill } from './filling.ts'
import { type KindStrategy, strategyWith } from './strategy.ts'

const cpuUtilization = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
}

const scaleUp = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
}

const scaleDown = { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] }

/** At least one replica, aiming at four fifths of the CPU. [pkg/apis/autoscaling/v2/defaults.go] */
function withDefaults(autoscaler: KubeObject): KubeObject {
  return changeSpec(autoscaler, (spec) => {
    const filled = fill(spec, { minReplicas: 1 })
    const measured = listAt(spec, 'metrics').length > 0 ? filled : { ...filled, metrics: [cpuUtilization] }
    return change(measured, 'behavior', (behavior) =>
      isJsonObject(behavior)
        ? {
            ...behavior,
            scaleUp: withRules(behavior.scaleUp, scaleUp),
            scaleDown: withRules(behavior.scaleDown, scaleDown),
          }
        : behavior,
    )
  })
}

function withRules(given: Json | undefined, defaults: JsonObject): JsonObject {
  return isJsonObject(given) ? fill(given, defaults) : defaults
}

export const horizontalPodAutoscalerStrategy: KindStrategy = strategyWith({
  applyDefaults: withDefaults,
  initialStatus: () => ({ desiredReplicas: 0, currentMetrics: null }),
})
