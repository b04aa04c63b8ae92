/** Whether two CEL values are equal as `==` has it: numbers by value whatever their type, lists and maps by content. [cel-go common/types] */
export function isCelEqual(a: unknown, b: unknown): boolean {
  if (isNumber(a) && isNumber(b)) return Number(a) === Number(b)
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => isCelEqual(item, b[index]))
  if (!isObject(a) || !isObject(b)) return a === b
  if (a instanceof Date || b instanceof Date) return Number(a) === Number(b)
  const fields = Object.keys(a)
  return (
    fields.length === Object.keys(b).length &&
    fields.every((field) => Object.hasOwn(b, field) && isCelEqual(a[field], b[field]))
  )
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
