import { equalJson, isJsonArray, isJsonObject, type Json, type JsonObject } from './json.ts'
import { goTypeWord, type Patched } from './patched.ts'
import { badRequest, requestEntityTooLarge, unappliablePatch } from './status-errors.ts'

const operationsMax = 10_000

/** A document after a step, or undefined where the step failed. */
type Step = { readonly value: Json } | undefined

/**
 * A JSON patch: its operations one after the other; the first that fails refuses the whole patch.
 * [RFC 6902 as gopkg.in/evanphx/json-patch.v4 patch.go does it; endpoints/handlers/patch.go applyJSPatch; kubernetes.md 7.6.2]
 *
 * Unlike the RFC: `replace` of an absent field of an object adds it, `copy` of one adds null, `test` of one against null
 * holds, an `add` without a value adds null, and indexes may count from the end.
 */
export function applyJsonPatch(document: JsonObject, patch: Json): Patched {
  const operations = decode(patch)
  if ('error' in operations) return { refusal: badRequest(`error decoding patch: json: ${operations.error}`) }
  if (operations.length > operationsMax) {
    const counts = `is ${operationsMax}, got ${operations.length}`
    return { refusal: requestEntityTooLarge(`The allowed maximum operations in a JSON patch ${counts}`) }
  }
  let value: Json = document
  for (const operation of operations) {
    const step = applyOperation(value, operation)
    if (step === undefined) return { refusal: unappliablePatch() }
    value = step.value
  }
  return { value }
}

/** A list of objects whose op, path and from are texts. An operation that is null decodes to an empty one. */
function decode(patch: Json): readonly JsonObject[] | { readonly error: string } {
  if (patch === null) return []
  if (!isJsonArray(patch))
    return { error: `cannot unmarshal ${goTypeWord(patch)} into Go value of type []handlers.jsonPatchOp` }
  const operations: JsonObject[] = []
  for (const item of patch) {
    if (item !== null && !isJsonObject(item))
      return { error: `cannot unmarshal ${goTypeWord(item)} into Go value of type handlers.jsonPatchOp` }
    const operation = item ?? {}
    const wrong = ['op', 'path', 'from'].find((field) => !isTextOrAbsent(operation[field]))
    if (wrong !== undefined) return { error: fieldError(operation, wrong) }
    operations.push(operation)
  }
  return operations
}

function isTextOrAbsent(value: Json | undefined): boolean {
  return value === undefined || value === null || typeof value === 'string'
}

function fieldError(operation: JsonObject, field: string): string {
  const type = goTypeWord(operation[field] ?? null)
  return `cannot unmarshal ${type} into Go struct field jsonPatchOp.${field} of type string`
}

function applyOperation(document: Json, operation: JsonObject): Step {
  const path = typeof operation.path === 'string' ? operation.path : undefined
  const from = typeof operation.from === 'string' ? operation.from : undefined
  if (path === undefined) return undefined
  const value = operation.value ?? null
  switch (operation.op) {
    case 'add':
      return change(document, path, (container, key) => add(container, key, value))
    case 'remove':
      return change(document, path, remove)
    case 'replace':
      return replace(document, path, value)
    case 'test':
      return test(document, path, value)
    case 'copy':
      return from === undefined ? undefined : copy(document, from, path)
    case 'move':
      return from === undefined ? undefined : move(document, from, path)
    default:
      return undefined
  }
}

/** The parts of a path after its first slash; a path without a slash leads nowhere. */
function parts(path: string): readonly string[] | undefined {
  const split = path.split('/').slice(1)
  return split.length === 0 ? undefined : split.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

type Change = (container: Json, key: string) => Step

function change(document: Json, path: string, apply: Change): Step {
  const keys = parts(path)
  return keys === undefined ? undefined : changeAt(document, keys, apply)
}

/** Everything on the way but the last part has to be there, and be an object or a list. */
function changeAt(container: Json, [key, ...rest]: readonly string[], apply: Change): Step {
  if (key === undefined) return undefined
  if (rest.length === 0) return apply(container, key)
  const inner = get(container, key)
  if (inner === undefined || (!isJsonArray(inner.value) && !isJsonObject(inner.value))) return undefined
  const changed = changeAt(inner.value, rest, apply)
  return changed === undefined ? undefined : set(container, key, changed.value)
}

/** The value at a key. A field that is absent reads as null, an index that is, as a failure. */
function get(container: Json, key: string): Step {
  if (isJsonObject(container)) return { value: (Object.hasOwn(container, key) ? container[key] : null) ?? null }
  if (!isJsonArray(container)) return undefined
  const index = indexOf(key, container.length)
  const value = index === undefined ? undefined : container[index]
  return value === undefined ? undefined : { value }
}

function set(container: Json, key: string, value: Json): Step {
  if (isJsonObject(container)) return { value: { ...container, [key]: value } }
  if (!isJsonArray(container)) return undefined
  const index = indexOf(key, container.length)
  return index === undefined || index >= container.length ? undefined : { value: container.with(index, value) }
}

/** The index a key stands for, up to `length`; below zero it counts from the end. [patch.go, SupportNegativeIndices] */
function indexOf(key: string, length: number): number | undefined {
  if (!/^[+-]?[0-9]+$/.test(key)) return undefined
  const index = Number(key)
  const counted = index < 0 ? index + length : index
  return counted < 0 || counted > length ? undefined : counted
}

function add(container: Json, key: string, value: Json): Step {
  if (!isJsonArray(container)) return set(container, key, value)
  if (key === '-') return { value: [...container, value] }
  const index = indexOf(key, container.length + 1)
  if (index === undefined || index > container.length) return undefined
  return { value: container.toSpliced(index, 0, value) }
}

function remove(container: Json, key: string): Step {
  if (isJsonObject(container)) {
    if (!Object.hasOwn(container, key)) return undefined
    return { value: Object.fromEntries(Object.entries(container).filter(([field]) => field !== key)) }
  }
  if (!isJsonArray(container)) return undefined
  const index = indexOf(key, container.length)
  return index === undefined || index >= container.length ? undefined : { value: container.toSpliced(index, 1) }
}

/** An empty path replaces the whole document. */
function replace(document: Json, path: string, value: Json): Step {
  if (path === '') return isJsonArray(value) || isJsonObject(value) ? { value } : undefined
  return change(document, path, (container, key) => (get(container, key) ? set(container, key, value) : undefined))
}

function test(document: Json, path: string, value: Json): Step {
  const found = path === '' ? { value: document } : read(document, path)
  return found !== undefined && equalJson(found.value, value) ? { value: document } : undefined
}

function read(document: Json, path: string): Step {
  let found: Step
  change(document, path, (container, key) => {
    found = get(container, key)
    return undefined
  })
  return found
}

function copy(document: Json, from: string, path: string): Step {
  const found = read(document, from)
  return found && change(document, path, (container, key) => add(container, key, found.value))
}

function move(document: Json, from: string, path: string): Step {
  const found = read(document, from)
  const without = change(document, from, remove)
  return found && without && change(without.value, path, (container, key) => add(container, key, found.value))
}
