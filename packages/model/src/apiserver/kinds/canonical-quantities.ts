import type { Json, JsonObject } from '../../object/json.ts'
import { formatQuantity, parseQuantity } from '../../object/quantity.ts'
import { changeObject } from './filling.ts'

/** Amounts read back from the API server are in their canonical form: `1000m` is `1`. [apimachinery api/resource/quantity.go] */
export function canonicalQuantities(list: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(list).map(([name, amount]) => [name, canonicalQuantity(amount)]))
}

function canonicalQuantity(amount: Json | undefined): Json | undefined {
  const quantity = typeof amount === 'string' || typeof amount === 'number' ? parseQuantity(amount) : undefined
  return quantity ? formatQuantity(quantity) : amount
}

export function canonicalResources(resources: JsonObject): JsonObject {
  return changeObject(changeObject(resources, 'limits', canonicalQuantities), 'requests', canonicalQuantities)
}
