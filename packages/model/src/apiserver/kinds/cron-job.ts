import { type FieldError, invalid, required } from '../../object/field-error.ts'
import { objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { oneOf } from './container-validation.ts'
import { change, changeSpec, fill } from './filling.ts'
import { jobSpecErrors } from './job-validation.ts'
import { withTemplateDefaults } from './pod-spec-defaults.ts'
import { type KindStrategy, strategyWith } from './strategy.ts'
import { numberErrors } from './workload-validation.ts'

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

/** Not modelled: what the five fields of a schedule may say. [pkg/apis/batch/validation/validation.go:validateCronJobSpec] */
function validate(cronJob: KubeObject): readonly FieldError[] {
  const spec = objectAt(cronJob, 'spec')
  return [
    ...scheduleErrors(textAt(spec, 'schedule') ?? '', 'spec.schedule'),
    ...numberErrors(spec, ['startingDeadlineSeconds']),
    ...oneOf(textAt(spec, 'concurrencyPolicy'), 'spec.concurrencyPolicy', ['Allow', 'Forbid', 'Replace']),
    ...jobSpecErrors(objectAt(spec, 'jobTemplate', 'spec'), 'spec.jobTemplate.spec'),
    ...numberErrors(spec, ['successfulJobsHistoryLimit', 'failedJobsHistoryLimit']),
  ]
}

/** [github.com/robfig/cron/v3 parser.go:Parse] */
function scheduleErrors(schedule: string, path: string): readonly FieldError[] {
  if (schedule === '') return [required(path)]
  if (schedule.startsWith('@') || schedule.startsWith('TZ=') || schedule.startsWith('CRON_TZ=')) return []
  const fields = schedule.trim().split(/\s+/)
  const detail = `expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`
  return fields.length === 5 ? [] : [invalid(path, schedule, detail)]
}

export const cronJobStrategy: KindStrategy = strategyWith({
  applyDefaults: withDefaults,
  validate,
  initialStatus: () => ({}),
  hasGeneration: true,
})
