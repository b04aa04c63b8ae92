/** One comparison of a field selector. */
interface Term {
  readonly field: string
  readonly operator: '=' | '==' | '!='
  readonly value: string
}

/**
 * The value that a field selector requires of a field by `=` or `==`; undefined where it does not, or where the
 * selector cannot be read. [apimachinery pkg/fields/selector.go:RequiresExactMatch]
 */
export function exactMatchOf(selector: string, field: string): string | undefined {
  const terms = parseFieldSelector(selector)
  return terms?.find((term) => term.field === field && term.operator !== '!=')?.value
}

/** Undefined where a term has no operator or a value has a bad escape. [apimachinery pkg/fields/selector.go:parseSelector] */
function parseFieldSelector(selector: string): readonly Term[] | undefined {
  const terms = (selector.match(/(?:\\.|[^,])+/gs) ?? []).sort().map(parseTerm)
  return terms.every((term) => term !== undefined) ? terms : undefined
}

function parseTerm(text: string): Term | undefined {
  const [, field, operator, escaped] = /^(.*?)(!=|==|=)(.*)$/s.exec(text) ?? []
  if (field === undefined || escaped === undefined || !/^(?:[^\\,=]|\\[\\,=])*$/.test(escaped)) return undefined
  return { field, operator: operator as Term['operator'], value: escaped.replace(/\\(.)/g, '$1') }
}
