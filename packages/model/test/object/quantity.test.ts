import { expect, test } from 'vitest'
import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  isZeroQuantity,
  parseQuantity,
  type Quantity,
  subtractQuantities,
} from '../../src/object/quantity.ts'
import { vectors } from './vectors.ts'

function parsed(text: string): Quantity {
  const quantity = parseQuantity(text)
  if (quantity === undefined) throw new Error(`not a quantity: ${text}`)
  return quantity
}

test('a quantity is read and printed as Go does', () => {
  const rows = vectors('quantity-parse') as [string, string | null, string?][]
  const differing = rows.filter(([text, printed, format]) => {
    const quantity = parseQuantity(text)
    if (quantity === undefined) return printed !== null
    return formatQuantity(quantity) !== printed || quantity.format !== format
  })
  expect(rows.length).toBeGreaterThan(1000)
  expect(differing.map((row) => [...row, parseQuantity(row[0])])).toEqual([])
})

test('quantities are compared, added and subtracted as Go does', () => {
  const rows = vectors('quantity-arithmetic') as [string, string, number, string, string, string, string][]
  const ours = rows.map(([a, b]) => {
    const sum = addQuantities(parsed(a), parsed(b))
    const difference = subtractQuantities(parsed(a), parsed(b))
    const order = compareQuantities(parsed(a), parsed(b))
    return [a, b, order, formatQuantity(sum), sum.format, formatQuantity(difference), difference.format]
  })
  expect(ours).toEqual(rows)
})

test('a printed quantity is read as the same quantity', () => {
  const rows = vectors('quantity-parse') as [string, string | null][]
  for (const [text, printed] of rows) {
    // Beyond E Go prints no suffix, and so loses the number.
    if (printed === null || parsed(text).nano % 10n ** 30n === 0n) continue
    expect(parsed(printed).nano, text).toBe(parsed(text).nano)
  }
})

test('a number counts as its text, and zero is zero in every notation', () => {
  expect(parseQuantity(1.5)).toEqual(parseQuantity('1.5'))
  expect(isZeroQuantity(parsed('0Ki'))).toBe(true)
  expect(isZeroQuantity(parsed('1n'))).toBe(false)
})
