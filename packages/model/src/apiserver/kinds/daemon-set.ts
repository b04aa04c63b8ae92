import { type JsonObject, objectAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { change, changeSpec, fill } from './filling.ts'
import { withTemplateDefaults } from './pod-spec-defaults.ts'
import {
  changesSpec,
  countGeneration,
  type KindStrategy,
  semanticallyEqual,
  startGeneration,
  strategyWith,
} from './strategy.ts'
import { workloadValidation } from './workload-validation.ts'

const templateGeneration = 'deprecated.daemonset.template.generation'

/** One pod at a time is replaced. [pkg/apis/apps/v1/defaults.go:SetDefaults_DaemonSet] */
function withDefaults(daemonSet: KubeObject): KubeObject {
  return changeSpec(daemonSet, (spec) => {
    const filled = fill(spec, { revisionHistoryLimit: 10 })
    return withTemplateDefaults(
      change(filled, 'updateStrategy', () => updateDefaults(objectAt(spec, 'updateStrategy'))),
    )
  })
}

function updateDefaults(given: JsonObject): JsonObject {
  const strategy = fill(given, { type: 'RollingUpdate' })
  if (strategy.type !== 'RollingUpdate') return strategy
  const rollingUpdate = fill(objectAt(strategy, 'rollingUpdate'), { maxUnavailable: 1, maxSurge: 0 })
  return { ...strategy, rollingUpdate }
}

const noneScheduled = {
  currentNumberScheduled: 0,
  numberMisscheduled: 0,
  desiredNumberScheduled: 0,
  numberReady: 0,
}

/** The generation of the template is kept in an annotation. [Convert_apps_DaemonSet_To_v1_DaemonSet] */
function withTemplateGeneration(daemonSet: KubeObject, generation: number): KubeObject {
  const annotations = { ...daemonSet.metadata.annotations, [templateGeneration]: String(generation) }
  return { ...daemonSet, metadata: { ...daemonSet.metadata, annotations } }
}

function templateGenerationOf(daemonSet: KubeObject): number {
  return Number(daemonSet.metadata.annotations?.[templateGeneration] ?? 0)
}

function prepareForCreate(daemonSet: KubeObject): KubeObject {
  const started = startGeneration({ ...daemonSet, status: noneScheduled } as KubeObject)
  return withTemplateGeneration(started, Math.max(1, templateGenerationOf(daemonSet)))
}

function prepareForUpdate(daemonSet: KubeObject, old: KubeObject): KubeObject {
  const changed = !semanticallyEqual(objectAt(daemonSet, 'spec', 'template'), objectAt(old, 'spec', 'template'))
  const counted = countGeneration({ ...daemonSet, status: objectAt(old, 'status') } as KubeObject, old, changesSpec)
  return withTemplateGeneration(counted, templateGenerationOf(old) + (changed ? 1 : 0))
}

export const daemonSetStrategy: KindStrategy = strategyWith({
  ...workloadValidation({ word: 'daemonset' }),
  applyDefaults: withDefaults,
  initialStatus: () => noneScheduled,
  prepareForCreate,
  prepareForUpdate,
  hasGeneration: true,
})
