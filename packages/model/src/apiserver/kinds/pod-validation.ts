import { type FieldError, forbiddenField, invalid } from '../../object/field-error.ts'
import { isJsonObject, type JsonObject, listAt, objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { eachOf } from './field-path.ts'
import { changeItems } from './filling.ts'
import { podSpecErrors } from './pod-spec-validation.ts'
import { semanticallyEqual } from './strategy.ts'

/** [pkg/apis/core/validation/validation.go:ValidatePodCreate] */
export function validatePod(pod: KubeObject): readonly FieldError[] {
  const spec = objectAt(pod, 'spec')
  return [...podSpecErrors(spec, 'spec'), ...imageErrors(spec, 'containers'), ...imageErrors(spec, 'initContainers')]
}

/** Templates may have such images. [validateContainerOnlyForPod] */
function imageErrors(spec: JsonObject, list: string): readonly FieldError[] {
  return eachOf(spec, list, 'spec', (container, path) => {
    const image = textAt(container, 'image') ?? ''
    const detail = 'must not have leading or trailing whitespace'
    return image === image.trim() ? [] : [invalid(`${path}.image`, image, detail)]
  })
}

const changeable =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)'

/**
 * Of a pod's spec only images, the deadline and further tolerations may change.
 * Not modelled: the difference that upstream prints after the message. [validation.go:ValidatePodUpdate]
 */
export function validatePodUpdate(pod: KubeObject, old: KubeObject): readonly FieldError[] {
  const [spec, oldSpec] = [objectAt(pod, 'spec'), objectAt(old, 'spec')]
  const counts = containerCountErrors(spec, oldSpec)
  if (counts.length > 0) return counts
  const before = listAt(oldSpec, 'tolerations')
  const lostToleration = before.some(
    (one) => !listAt(spec, 'tolerations').some((other) => semanticallyEqual(one, other)),
  )
  const changed = lostToleration || !semanticallyEqual(immutablePart(spec), immutablePart(oldSpec))
  return [...podSpecErrors(spec, 'spec'), ...(changed ? [forbiddenField('spec', changeable)] : [])]
}

function containerCountErrors(spec: JsonObject, oldSpec: JsonObject): readonly FieldError[] {
  return ['containers', 'initContainers']
    .filter((list) => listAt(spec, list).length !== listAt(oldSpec, list).length)
    .map((list) => forbiddenField(`spec.${list}`, 'pod updates may not add or remove containers'))
}

function immutablePart(spec: JsonObject): JsonObject {
  const { activeDeadlineSeconds: _1, tolerations: _2, ephemeralContainers: _3, ...rest } = spec
  return ['containers', 'initContainers'].reduce<JsonObject>(
    (before, list) =>
      changeItems(before, list, (container) => (isJsonObject(container) ? { ...container, image: '' } : container)),
    rest,
  )
}
