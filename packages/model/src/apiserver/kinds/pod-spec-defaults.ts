import { isJsonObject, type JsonObject } from '../../object/json.ts'
import { canonicalQuantities } from './canonical-quantities.ts'
import { withContainerDefaults } from './container-defaults.ts'
import { change, changeItems, changeObject, fill } from './filling.ts'
import { withVolumeDefaults } from './volume-defaults.ts'

/** Defaults of a pod's spec wherever it stands, in a pod or in a template. [pkg/apis/core/v1/defaults.go:SetDefaults_PodSpec] */
export function withPodSpecDefaults(spec: JsonObject): JsonObject {
  const filled = fill(withServiceAccount(spec), {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
  })
  const lists = ['initContainers', 'containers', 'ephemeralContainers']
  const contained = lists.reduce((before, list) => changeItems(before, list, withContainerDefaults), filled)
  return changeObject(changeItems(contained, 'volumes', withVolumeDefaults), 'overhead', canonicalQuantities)
}

/** serviceAccount is the old name of serviceAccountName, and always tells the same. [Convert_core_PodSpec_To_v1_PodSpec] */
function withServiceAccount(spec: JsonObject): JsonObject {
  const name = spec.serviceAccountName || spec.serviceAccount
  return name ? { ...spec, serviceAccountName: name, serviceAccount: name } : spec
}

/** A template's pod spec has the defaults of pod specs, be it there or not. */
export function withTemplateDefaults(owner: JsonObject): JsonObject {
  return change(owner, 'template', (template) =>
    change(isJsonObject(template) ? template : {}, 'spec', (spec) =>
      withPodSpecDefaults(isJsonObject(spec) ? spec : {}),
    ),
  )
}
