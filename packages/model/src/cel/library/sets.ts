import type { Environment } from '@marcbachmann/cel-js'
import { isCelEqual } from '../equality.ts'

class SetFunctions {}

type List = readonly unknown[]

/** `sets.contains`, `sets.equivalent`, `sets.intersects`: lists as sets. [cel-go ext/sets.go] */
export function addSets(environment: Environment): void {
  environment
    .registerType('SetFunctions', SetFunctions)
    .registerConstant('sets', 'SetFunctions', new SetFunctions())
    .registerFunction('SetFunctions.contains(list, list): bool', (_sets: unknown, list: List, other: List) =>
      containsAll(list, other),
    )
    .registerFunction(
      'SetFunctions.equivalent(list, list): bool',
      (_sets: unknown, list: List, other: List) => containsAll(list, other) && containsAll(other, list),
    )
    .registerFunction('SetFunctions.intersects(list, list): bool', (_sets: unknown, list: List, other: List) =>
      other.some((item) => contains(list, item)),
    )
}

function containsAll(list: List, other: List): boolean {
  return other.every((item) => contains(list, item))
}

function contains(list: List, item: unknown): boolean {
  return list.some((one) => isCelEqual(one, item))
}
