import { type JsonObject, objectAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { rolloutErrors } from './deployment-validation.ts'
import { change, changeSpec, fill } from './filling.ts'
import { withTemplateDefaults } from './pod-spec-defaults.ts'
import { changesSpec, type KindStrategy, keepAllButStatus, semanticallyEqual, strategyWith } from './strategy.ts'
import { workloadValidation } from './workload-validation.ts'

/** One replica, replaced a quarter at a time. [pkg/apis/apps/v1/defaults.go:SetDefaults_Deployment] */
function withDefaults(deployment: KubeObject): KubeObject {
  return changeSpec(deployment, (spec) => {
    const filled = fill(spec, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 })
    return withTemplateDefaults(change(filled, 'strategy', () => strategyDefaults(objectAt(spec, 'strategy'))))
  })
}

function strategyDefaults(given: JsonObject): JsonObject {
  const strategy = fill(given, { type: 'RollingUpdate' })
  if (strategy.type !== 'RollingUpdate') return strategy
  const rollingUpdate = fill(objectAt(strategy, 'rollingUpdate'), { maxUnavailable: '25%', maxSurge: '25%' })
  return { ...strategy, rollingUpdate }
}

/** Annotations count as desired too. [pkg/registry/apps/deployment/strategy.go:PrepareForUpdate] */
function changesDesired(deployment: KubeObject, old: KubeObject): boolean {
  return changesSpec(deployment, old) || !semanticallyEqual(deployment.metadata.annotations, old.metadata.annotations)
}

/** A status update keeps labels too. [deploymentStatusStrategy.PrepareForUpdate] */
function prepareForStatusUpdate(deployment: KubeObject, old: KubeObject): KubeObject {
  const { labels: _, ...metadata } = deployment.metadata
  const labels = old.metadata.labels
  return keepAllButStatus({ ...deployment, metadata: labels ? { ...metadata, labels } : metadata }, old)
}

export const deploymentStrategy: KindStrategy = strategyWith({
  ...workloadValidation({ word: 'deployment', numbers: ['replicas'], more: rolloutErrors }),
  applyDefaults: withDefaults,
  initialStatus: () => ({}),
  changesDesired,
  prepareForStatusUpdate,
  hasGeneration: true,
  subresources: ['status', 'scale'],
})
