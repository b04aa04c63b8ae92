import type { Environment } from '@marcbachmann/cel-js'
import {
  addQuantities as added,
  compareQuantities,
  parseQuantity,
  type Quantity,
  subtractQuantities,
} from '../../object/quantity.ts'
import { celFailure } from '../evaluation.ts'

/** A quantity of resources as CEL holds it. CEL tells types apart by their constructors. */
class CelQuantity {
  readonly quantity: Quantity
  constructor(quantity: Quantity) {
    this.quantity = quantity
  }
}

const nanoPerUnit = 10n ** 9n
const int64Max = 2n ** 63n - 1n

/** `quantity`, `isQuantity`, and what can be asked of quantities. [apiserver pkg/cel/library/quantity.go] */
export function addQuantities(environment: Environment): void {
  environment
    .registerType('Quantity', CelQuantity)
    .registerFunction('quantity(string): Quantity', (text: string) => new CelQuantity(parsed(text)))
    .registerFunction('isQuantity(string): bool', (text: string) => parseQuantity(text) !== undefined)
    .registerFunction('sign(Quantity): int', ({ quantity }: CelQuantity) =>
      quantity.nano > 0n ? 1n : quantity.nano < 0n ? -1n : 0n,
    )
    .registerOperator('Quantity == Quantity', (a: CelQuantity, b: CelQuantity) => compared(a, b) === 0)
    .registerFunction('Quantity.isInteger(): bool', ({ quantity }: CelQuantity) => isInteger(quantity))
    .registerFunction('Quantity.asInteger(): int', ({ quantity }: CelQuantity) => asInteger(quantity))
    .registerFunction(
      'Quantity.asApproximateFloat(): double',
      ({ quantity }: CelQuantity) => Number(quantity.nano) / 1e9,
    )
    .registerFunction('Quantity.compareTo(Quantity): int', (a: CelQuantity, b: CelQuantity) => BigInt(compared(a, b)))
    .registerFunction('Quantity.isLessThan(Quantity): bool', (a: CelQuantity, b: CelQuantity) => compared(a, b) < 0)
    .registerFunction('Quantity.isGreaterThan(Quantity): bool', (a: CelQuantity, b: CelQuantity) => compared(a, b) > 0)
    .registerFunction('Quantity.add(Quantity): Quantity', sum)
    .registerFunction('Quantity.sub(Quantity): Quantity', difference)
    .registerFunction('Quantity.add(int): Quantity', (a: CelQuantity, b: bigint) => sum(a, ofInteger(b)))
    .registerFunction('Quantity.sub(int): Quantity', (a: CelQuantity, b: bigint) => difference(a, ofInteger(b)))
}

function parsed(text: string): Quantity {
  const quantity = parseQuantity(text)
  if (quantity) return quantity
  throw celFailure("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")
}

function compared(a: CelQuantity, b: CelQuantity): number {
  return compareQuantities(a.quantity, b.quantity)
}

function sum(a: CelQuantity, b: CelQuantity): CelQuantity {
  return new CelQuantity(added(a.quantity, b.quantity))
}

function difference(a: CelQuantity, b: CelQuantity): CelQuantity {
  return new CelQuantity(subtractQuantities(a.quantity, b.quantity))
}

function ofInteger(value: bigint): CelQuantity {
  return new CelQuantity({ nano: value * nanoPerUnit, format: 'DecimalSI' })
}

function isInteger({ nano }: Quantity): boolean {
  const units = nano / nanoPerUnit
  return nano % nanoPerUnit === 0n && units <= int64Max && units >= -int64Max - 1n
}

function asInteger(quantity: Quantity): bigint {
  if (!isInteger(quantity)) throw celFailure('cannot convert value to integer')
  return quantity.nano / nanoPerUnit
}
