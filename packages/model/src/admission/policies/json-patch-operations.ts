import { isJsonArray, isJsonObject, type Json, textAt } from '../../object/json.ts'
import { applyJsonPatch } from '../../object/json-patch.ts'
import type { KubeObject } from '../../object/kube-object.ts'

type Applied = { readonly object: KubeObject } | { readonly failed: string }

/**
 * The operations one after the other. A test that does not hold makes the whole patch do nothing; any other operation that
 * cannot be applied fails it. [mutating/patch/json_patch.go; gopkg.in/evanphx/json-patch.v4 patch.go]
 */
export function applyOperations(object: KubeObject, operations: readonly Json[]): Applied {
  let current: KubeObject = object
  for (const operation of operations) {
    const patched = applyJsonPatch(current, [operation])
    if ('value' in patched && isJsonObject(patched.value)) current = patched.value as KubeObject
    else
      return textAt(operation, 'op') === 'test'
        ? { object }
        : { failed: `JSON Patch: ${failureOf(current, operation)}` }
  }
  return { object: current }
}

/** Not modelled: the texts for indexes of lists that are no indexes, and for `from`. */
function failureOf(object: KubeObject, operation: Json): string {
  const op = textAt(operation, 'op') ?? ''
  const path = textAt(operation, 'path') ?? ''
  const quoted = op === 'add' || op === 'remove' ? `"${path}"` : path
  const parts = path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  const key = parts.at(-1) ?? ''
  if (!isContainer(valueAt(object, parts.slice(0, -1))))
    return `${op} operation does not apply: doc is missing path: ${quoted}: missing value`
  if (op === 'remove')
    return `error in remove for path: '${path}': Unable to remove nonexistent key: ${key}: missing value`
  return `${op} operation does not apply: doc is missing key: ${path}: missing value`
}

function valueAt(value: Json | undefined, parts: readonly string[]): Json | undefined {
  return parts.reduce<Json | undefined>((inner, part) => {
    if (isJsonArray(inner)) return inner[Number(part)]
    return isJsonObject(inner) ? inner[part] : undefined
  }, value)
}

function isContainer(value: Json | undefined): boolean {
  return isJsonArray(value) || isJsonObject(value)
}
