import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { applyMergePatch } from '../../object/merge-patch.ts'
import { type PatchFields, patchFields } from '../../object/patch-schema.ts'
import type { ResourceType } from '../../object/resource-type.ts'
import { applyStrategicMergePatch } from '../../object/strategic-merge-patch.ts'
import type { Mutated } from './mutated.ts'

/**
 * Merges a configuration into an object as server-side apply does, without owners of fields. Lists are merged by their
 * keys; what can only be replaced as a whole may not be in it.
 * [apiserver pkg/admission/plugin/policy/mutating/patch/smd.go; kubernetes.md 7.5.7]
 *
 * Not modelled: atomic maps, fields that the schema does not have, lists of custom resources; keys of lists are those of
 * strategic merge patches.
 */
export function applyConfiguration(object: KubeObject, configuration: JsonObject, type: ResourceType): Mutated {
  if (type.custom) return applyToCustom(object, configuration)
  const atomics = atomicLists(configuration, patchFields(type.group, type.kind), '')
  if (atomics.length > 0) {
    const cause = `may not mutate atomic arrays, maps or structs: ${atomics.join(', ')}`
    return { failed: `error applying patch: invalid ApplyConfiguration: ${cause}` }
  }
  const merged = applyStrategicMergePatch(object, configuration, type.group, type.kind)
  return 'value' in merged ? { object: merged.value as KubeObject } : { notEvaluated: 'it cannot be merged' }
}

function applyToCustom(object: KubeObject, configuration: JsonObject): Mutated {
  if (hasList(configuration)) return { notEvaluated: 'it has lists, which depend on the schema' }
  const merged = applyMergePatch(object, configuration)
  return 'value' in merged ? { object: merged.value as KubeObject } : { notEvaluated: 'it cannot be merged' }
}

/** Paths of lists that have no key to merge by. */
function atomicLists(value: JsonObject, known: PatchFields, path: string): readonly string[] {
  return Object.entries(value).flatMap(([field, content]) => {
    const here = `${path}.${field}`
    const { strategy, fields = {} } = known[field] ?? {}
    if (isJsonObject(content)) return atomicLists(content, fields, here)
    if (!isJsonArray(content)) return []
    const inner = content.flatMap((item, index) =>
      isJsonObject(item) ? atomicLists(item, fields, `${here}[${index}]`) : [],
    )
    return strategy === 'merge' ? inner : [here, ...inner]
  })
}

function hasList(value: Json | undefined): boolean {
  return isJsonArray(value) || (isJsonObject(value) && Object.values(value).some(hasList))
}
