import { objectAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { change, changeSpec, fill } from './filling.ts'
import { withTemplateDefaults } from './pod-spec-defaults.ts'
import { type KindStrategy, strategyWith } from './strategy.ts'

/** Jobs may overlap; three that succeeded and one that failed are kept. [pkg/apis/batch/v1/defaults.go:SetDefaults_CronJob] */
function withDefaults(cronJob: KubeObject): KubeObject {
  return changeSpec(cronJob, (spec) => {
    const filled = fill(spec, {
      concurrencyPolicy: 'Allow',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
    })
    return change(filled, 'jobTemplate', () => ({
      ...objectAt(spec, 'jobTemplate'),
      spec: withTemplateDefaults(objectAt(spec, 'jobTemplate', 'spec')),
    }))
  })
}

export const cronJobStrategy: KindStrategy = strategyWith({
  applyDefaults: withDefaults,
  initialStatus: () => ({}),
  hasGeneration: true,
})
