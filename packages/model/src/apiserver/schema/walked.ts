import type { JsonObject } from '../../object/json.ts'

/** What a walk along a schema found in order. */
export interface Walked {
  has(schema: object, value: JsonObject): boolean
  add(schema: object, value: JsonObject): void
}

/**
 * Remembers which objects a walk left as they were, by schema. Objects never change, and most writes carry most of an
 * object on as it was: those parts need not be walked again.
 */
export function walkedBefore(): Walked {
  const inOrder = new WeakMap<object, WeakSet<JsonObject>>()
  return {
    has: (schema, value) => inOrder.get(schema)?.has(value) ?? false,
    add: (schema, value) => {
      const known = inOrder.get(schema) ?? new WeakSet()
      known.add(value)
      inOrder.set(schema, known)
    },
  }
}
