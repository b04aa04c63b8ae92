import { goNumber } from '../../object/go-format.ts'
import { celFailure, throwUnlessValue } from '../evaluation.ts'

/**
 * Fills the clauses of a text: `%s`, `%d`, `%f` with a precision, `%x`, `%X`, `%o`, `%b`, and `%%`. [cel-go ext/formatting.go]
 * Not modelled: `%e`.
 */
export function formatted(text: string, values: readonly unknown[]): string {
  let used = 0
  return text.replace(/%(?:\.(\d+))?(.)/g, (_clause, precision: string | undefined, verb: string) => {
    if (verb === '%') return '%'
    const index = used++
    if (index >= values.length) throw celFailure(`index ${index} out of range`)
    return clause(verb, values[index], precision)
  })
}

function clause(verb: string, value: unknown, precision: string | undefined): string {
  if (verb === 's') return printed(value)
  if (verb === 'd' && isNumber(value)) return String(value)
  if (verb === 'f' && isNumber(value)) return Number(value).toFixed(precision === undefined ? 6 : Number(precision))
  if (verb === 'b' && typeof value === 'boolean') return value ? '1' : '0'
  const base = { x: 16, X: 16, o: 8, b: 2 }[verb]
  if (base === undefined || typeof value !== 'bigint') return unknownClause(verb)
  const digits = value.toString(base)
  return verb === 'X' ? digits.toUpperCase() : digits
}

function unknownClause(verb: string): string {
  throwUnlessValue({ notEvaluated: `the clause %${verb} of format` })
  return ''
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

/** Texts inside lists and maps stand in quotes, maps in the order of their keys. */
function printed(value: unknown, inner = false): string {
  if (typeof value === 'string') return inner ? JSON.stringify(value) : value
  if (typeof value === 'number') return goNumber(value)
  if (Array.isArray(value)) return `[${value.map((item) => printed(item, true)).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const fields = Object.entries(value).map(([field, content]) => `${JSON.stringify(field)}:${printed(content, true)}`)
  return `{${fields.sort().join(', ')}}`
}
