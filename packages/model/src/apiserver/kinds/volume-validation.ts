import { duplicate, type FieldError, forbiddenField, required } from '../../object/field-error.ts'
import { isJsonObject, type JsonObject, objectAt, textAt } from '../../object/json.ts'
import { parseQuantity } from '../../object/quantity.ts'
import { labelErrors } from './container-validation.ts'
import { eachOf } from './field-path.ts'

/** What is wrong with volumes, and the names of those that containers may mount: the others. */
export interface Volumes {
  readonly errors: readonly FieldError[]
  readonly names: ReadonlySet<string>
}

/** [pkg/apis/core/validation/validation.go:ValidateVolumes] */
export function validateVolumes(spec: JsonObject, specPath: string): Volumes {
  const names = new Set<string>()
  const errors = eachOf(spec, 'volumes', specPath, (volume, path) => {
    const name = textAt(volume, 'name') ?? ''
    const found = [
      ...sourceErrors(volume, path),
      ...labelErrors(name, `${path}.name`),
      ...(names.has(name) ? [duplicate(`${path}.name`, name)] : []),
    ]
    if (found.length === 0) names.add(name)
    return found
  })
  return { errors, names }
}

/** What each source has to name. */
const wanted: Readonly<Record<string, string>> = {
  configMap: 'name',
  secret: 'secretName',
  persistentVolumeClaim: 'claimName',
  hostPath: 'path',
}

/** Not modelled: sources of storage systems, modes of files. [validateVolumeSource] */
function sourceErrors(volume: JsonObject, path: string): readonly FieldError[] {
  const named = Object.entries(wanted).flatMap(([source, field]) => {
    const given = volume[source]
    if (!isJsonObject(given)) return []
    return [
      ...(textAt(given, field) ? [] : [required(`${path}.${source}.${field}`)]),
      ...eachOf(given, 'items', `${path}.${source}`, keyErrors),
    ]
  })
  const limit = objectAt(volume, 'emptyDir').sizeLimit
  const amount = typeof limit === 'string' || typeof limit === 'number' ? parseQuantity(limit) : undefined
  const detail = 'SizeLimit field must be a valid resource quantity'
  return amount && amount.nano < 0n ? [forbiddenField(`${path}.emptyDir.sizeLimit`, detail), ...named] : named
}

function keyErrors(item: JsonObject, path: string): readonly FieldError[] {
  return ['key', 'path'].flatMap((field) => (textAt(item, field) ? [] : [required(`${path}.${field}`)]))
}
