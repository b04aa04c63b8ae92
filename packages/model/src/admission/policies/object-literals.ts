/** What closes a bracket, and whether names before a colon in it are names of fields. */
interface Bracket {
  readonly close: string
  readonly isLiteral: boolean
}

const token =
  /(?<text>[rR]?(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'))|(?<literal>(?:Object(?:\.[A-Za-z_]\w*)*|JSONPatch)\s*\{)|(?<field>[A-Za-z_]\w*)(?=\s*:)|(?<other>[A-Za-z_]\w*|[\s\S])/g

/**
 * The literals of objects that mutations build, `Object.spec{replicas: 1}`, as calls of a function on a map, which is what
 * cel-js can parse: `objectLiteral({"replicas": 1})`. The type that a literal names is where it will stand, so it says
 * nothing more. Not modelled: optional fields of literals. [apiserver pkg/cel/mutation/typeresolver.go]
 */
export function withoutObjectLiterals(expression: string): string {
  const open: Bracket[] = []
  let atField = false
  let written = ''
  for (const { 0: part, groups = {} } of expression.matchAll(token)) {
    const { literal, field } = groups
    const expected = atField
    if (literal !== undefined) open.push({ close: '})', isLiteral: true })
    else if (part in closing) open.push({ close: closing[part] ?? '', isLiteral: false })
    if (part.trim() !== '') atField = (literal !== undefined || part === ',') && (open.at(-1)?.isLiteral ?? false)
    written += translated(part, literal, expected && field !== undefined, open)
  }
  return written
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }
const isClosing: ReadonlySet<string> = new Set(Object.values(closing))

function translated(part: string, literal: string | undefined, isField: boolean, open: Bracket[]): string {
  if (literal !== undefined) return 'objectLiteral({'
  if (isField) return `"${part}"`
  return isClosing.has(part) ? (open.pop()?.close ?? part) : part
}
