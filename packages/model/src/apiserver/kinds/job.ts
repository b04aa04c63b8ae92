import { type JsonObject, objectAt, textMap } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { change, changeSpec, fill } from './filling.ts'
import { validateJob, validateJobUpdate } from './job-validation.ts'
import { withTemplateDefaults } from './pod-spec-defaults.ts'
import { type KindStrategy, startGeneration, strategyWith } from './strategy.ts'

/** One pod, to completion, tried six times. [pkg/apis/batch/v1/defaults.go:SetDefaults_Job] */
function withDefaults(job: KubeObject): KubeObject {
  const filled = changeSpec(job, (spec) => withTemplateDefaults(fill(spec, specDefaults(spec))))
  const labels = textMap(objectAt(filled, 'spec', 'template', 'metadata').labels)
  if (Object.keys(labels).length === 0 || Object.keys(job.metadata.labels ?? {}).length > 0) return filled
  return { ...filled, metadata: { ...filled.metadata, labels } }
}

function specDefaults(spec: JsonObject): JsonObject {
  const single = spec.completions === undefined && spec.parallelism === undefined
  return {
    ...(single ? { completions: 1 } : {}),
    parallelism: 1,
    backoffLimit: spec.backoffLimitPerIndex === undefined ? 6 : 2147483647,
    completionMode: 'NonIndexed',
    suspend: false,
    podReplacementPolicy: spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed',
    manualSelector: false,
  }
}

/** A job selects its pods by its own uid unless it is told another way. [pkg/registry/batch/job/strategy.go:generateSelector] */
function withGeneratedSelector(job: KubeObject): KubeObject {
  const { name, uid = '' } = job.metadata
  if (objectAt(job, 'spec').manualSelector === true) return job
  const legacy = { 'controller-uid': uid, 'job-name': name }
  const generated = { 'batch.kubernetes.io/controller-uid': uid, 'batch.kubernetes.io/job-name': name, ...legacy }
  return changeSpec(job, (spec) => {
    const metadata = objectAt(spec, 'template', 'metadata')
    const template = change(objectAt(spec, 'template'), 'metadata', () => ({
      ...metadata,
      labels: { ...generated, ...objectAt(metadata, 'labels') },
    }))
    const selected = { 'batch.kubernetes.io/controller-uid': uid, ...objectAt(spec, 'selector', 'matchLabels') }
    return { ...spec, selector: { ...objectAt(spec, 'selector'), matchLabels: selected }, template }
  })
}

/** Defaults are given again when it is read from storage: with the labels that its pods have got meanwhile. */
function prepareForCreate(job: KubeObject): KubeObject {
  return withDefaults(startGeneration({ ...withGeneratedSelector(job), status: {} }))
}

export const jobStrategy: KindStrategy = strategyWith({
  applyDefaults: withDefaults,
  initialStatus: () => ({}),
  prepareForCreate,
  validate: validateJob,
  validateUpdate: validateJobUpdate,
  hasGeneration: true,
  defaultGarbageCollection: 'orphan',
})
