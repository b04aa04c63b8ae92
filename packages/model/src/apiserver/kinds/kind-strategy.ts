import { keyOf, type ResourceType } from '../../object/resource-type.ts'
import { customResourceStrategy } from './custom-resource.ts'
import { strategies } from './strategies.ts'
import { type KindStrategy, plainStrategy } from './strategy.ts'

export type { KindStrategy, NameValidation } from './strategy.ts'
export { customResourceStrategy }

const customWithStatus = customResourceStrategy(true)

/**
 * The strategy of a resource. Custom resources get the one with a status subresource; where their definition has none,
 * `customResourceStrategy(false)` is theirs.
 */
export function strategyOf(type: ResourceType): KindStrategy {
  return type.custom ? customWithStatus : (strategies[keyOf(type)] ?? plainStrategy)
}
