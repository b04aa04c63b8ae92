import { type FieldError, forbiddenField, invalid, notSupported, required } from '../../object/field-error.ts'
import { type JsonObject, listAt, objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { dns1123SubdomainMessages } from '../../object/name-validation.ts'
import { compareQuantities, formatQuantity } from '../../object/quantity.ts'
import { none, parseResources } from '../../object/resource-list.ts'
import { invalidWith } from './field-path.ts'
import { semanticallyEqual } from './strategy.ts'

const accessModes: readonly string[] = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod']
const volumeModes: readonly string[] = ['Block', 'Filesystem']

/** A claim names its access modes and how much it wants. [pkg/apis/core/validation/validation.go:ValidatePersistentVolumeClaimSpec] */
export function validateClaim(claim: KubeObject): readonly FieldError[] {
  const spec = objectAt(claim, 'spec')
  const volumeMode = textAt(spec, 'volumeMode')
  const className = textAt(spec, 'storageClassName')
  return [
    ...accessModeErrors(spec),
    ...sizeErrors(spec),
    ...(className ? invalidWith('spec.storageClassName', className, dns1123SubdomainMessages(className)) : []),
    ...(volumeMode && !volumeModes.includes(volumeMode)
      ? [notSupported('spec.volumeMode', volumeMode, volumeModes)]
      : []),
  ]
}

function accessModeErrors(spec: JsonObject): readonly FieldError[] {
  const path = 'spec.accessModes'
  const modes = listAt(spec, 'accessModes').map(String)
  if (modes.length === 0) return [required(path, 'at least 1 access mode is required')]
  const supported = modes.filter((mode) => accessModes.includes(mode))
  const mixed = supported.includes('ReadWriteOncePod') && supported.some((mode) => mode !== 'ReadWriteOncePod')
  return [
    ...modes.filter((mode) => !accessModes.includes(mode)).map((mode) => notSupported(path, mode, accessModes)),
    ...(mixed ? [forbiddenField(path, 'may not use ReadWriteOncePod with other access modes')] : []),
  ]
}

function sizeErrors(spec: JsonObject): readonly FieldError[] {
  const path = 'spec.resources[storage]'
  const size = parseResources(objectAt(spec, 'resources').requests).storage
  if (!size) return [required(path)]
  return size.nano > 0n ? [] : [invalid(path, formatQuantity(size), 'must be greater than zero')]
}

const immutable =
  'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims'

/**
 * A claim's spec does not change, but that a volume is bound, a bound claim grows, and a class is given to one without.
 * Not modelled: the difference that upstream prints after the message. [validation.go:ValidatePersistentVolumeClaimUpdate]
 */
export function validateClaimUpdate(claim: KubeObject, old: KubeObject): readonly FieldError[] {
  const [before, after] = [objectAt(old, 'spec'), objectAt(claim, 'spec')]
  const [oldSize, newSize] = [before, after].map((spec) => parseResources(objectAt(spec, 'resources').requests).storage)
  const shrunk = compareQuantities(newSize ?? none, oldSize ?? none) < 0
  const capacity = parseResources(objectAt(old, 'status').capacity).storage ?? none
  const belowCapacity = shrunk && compareQuantities(newSize ?? none, capacity) <= 0
  const path = 'spec.resources.requests.storage'
  return [
    ...validateClaim(claim),
    ...(semanticallyEqual(comparable(after, before, claim), before) ? [] : [forbiddenField('spec', immutable)]),
    ...(belowCapacity ? [forbiddenField(path, 'field can not be less than status.capacity')] : []),
  ]
}

/** The new spec with what may change taken from the old one. */
function comparable(spec: JsonObject, old: JsonObject, claim: KubeObject): JsonObject {
  const bound = textAt(claim, 'status', 'phase') === 'Bound'
  return {
    ...spec,
    ...(old.volumeName ? {} : { volumeName: old.volumeName }),
    ...(old.storageClassName === undefined ? { storageClassName: undefined } : {}),
    ...(bound ? { resources: old.resources, volumeAttributesClassName: old.volumeAttributesClassName } : {}),
  }
}
