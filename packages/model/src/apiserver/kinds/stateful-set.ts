import { type FieldError, forbiddenField } from '../../object/field-error.ts'
import { type JsonObject, listAt, objectAt, textAt, withoutFields } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { change, changeItems, changeSpec, fill } from './filling.ts'
import { withClaimDefaults } from './persistent-volume-claim.ts'
import { withTemplateDefaults } from './pod-spec-defaults.ts'
import { type KindStrategy, semanticallyEqual, strategyWith } from './strategy.ts'
import { workloadValidation } from './workload-validation.ts'

/** One replica, ordered, claims retained. [pkg/apis/apps/v1/defaults.go:SetDefaults_StatefulSet] */
function withDefaults(statefulSet: KubeObject): KubeObject {
  return changeSpec(statefulSet, (spec) => {
    const filled = fill(spec, { podManagementPolicy: 'OrderedReady', replicas: 1, revisionHistoryLimit: 10 })
    const updated = change(filled, 'updateStrategy', () => updateDefaults(objectAt(spec, 'updateStrategy')))
    const retained = change(updated, 'persistentVolumeClaimRetentionPolicy', () =>
      fill(objectAt(spec, 'persistentVolumeClaimRetentionPolicy'), { whenDeleted: 'Retain', whenScaled: 'Retain' }),
    )
    return withTemplateDefaults(changeItems(retained, 'volumeClaimTemplates', withClaimTemplateDefaults))
  })
}

function updateDefaults(given: JsonObject): JsonObject {
  const rollingUpdate = objectAt(given, 'rollingUpdate')
  if (!given.type) return { ...given, type: 'RollingUpdate', rollingUpdate: fill(rollingUpdate, { partition: 0 }) }
  return given.type === 'RollingUpdate' && given.rollingUpdate
    ? { ...given, rollingUpdate: fill(rollingUpdate, { partition: 0 }) }
    : given
}

/** A template of a claim is kept as a whole claim. */
function withClaimTemplateDefaults(template: JsonObject): JsonObject {
  const claim = fill(template, { kind: 'PersistentVolumeClaim', apiVersion: 'v1' })
  return withClaimDefaults(claim as KubeObject)
}

/** A claim of a template is a volume that containers may mount. [pkg/apis/apps/validation/validation.go:ValidateStatefulSetSpec] */
function withClaimsAsVolumes(statefulSet: KubeObject): KubeObject {
  const claims = listAt(statefulSet, 'spec', 'volumeClaimTemplates').map((claim) => textAt(claim, 'metadata', 'name'))
  if (claims.length === 0) return statefulSet
  return changeSpec(statefulSet, (spec) => {
    const template = objectAt(spec, 'template')
    const pod = objectAt(template, 'spec')
    const others = listAt(pod, 'volumes').filter((volume) => !claims.includes(textAt(volume, 'name')))
    const volumes = [...claims.map((name = '') => ({ name, persistentVolumeClaim: { claimName: name } })), ...others]
    return { ...spec, template: { ...template, spec: { ...pod, volumes } } }
  })
}

const changeable: readonly string[] = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
]

/** Of the rest of a spec nothing changes. [validation.go:ValidateStatefulSetUpdate] */
function changeErrors(statefulSet: KubeObject, old: KubeObject): readonly FieldError[] {
  const [kept, oldKept] = [statefulSet, old].map((set) => withoutFields(objectAt(set, 'spec'), ...changeable))
  if (semanticallyEqual(kept ?? {}, oldKept ?? {})) return []
  const quoted = changeable.map((field) => `'${field}'`)
  const fields = `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`
  return [forbiddenField('spec', `updates to statefulset spec for fields other than ${fields} are forbidden`)]
}

const { validate } = workloadValidation({ word: 'statefulset' })

function errorsOf(statefulSet: KubeObject): readonly FieldError[] {
  return validate?.(withClaimsAsVolumes(statefulSet)) ?? []
}

export const statefulSetStrategy: KindStrategy = strategyWith({
  validate: errorsOf,
  validateUpdate: (statefulSet, old) => [...changeErrors(statefulSet, old), ...errorsOf(statefulSet)],
  applyDefaults: withDefaults,
  initialStatus: () => ({ replicas: 0, availableReplicas: 0 }),
  hasGeneration: true,
  nameValidation: 'label',
  subresources: ['status', 'scale'],
})
