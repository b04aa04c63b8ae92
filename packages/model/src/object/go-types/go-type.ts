/** A Go type as encoding/json treats it. `name` is what Go's reflection calls it. */
export type GoType =
  | { readonly kind: 'string' | 'bool' | 'int' | 'custom'; readonly name: string; readonly pointer: boolean }
  | { readonly kind: 'list' | 'map'; readonly name: string; readonly pointer: boolean; readonly element: GoType }
  | { readonly kind: 'struct'; readonly name: string; readonly pointer: boolean }

export interface GoField {
  readonly name: string
  /** the embedded structs that it comes through, from the outermost; only Go's messages tell of them */
  readonly embedded: readonly string[]
  readonly omit: 'never' | 'empty' | 'zero'
  readonly type: GoType
}

/** The fields of a struct by its name, embedded ones among them; none of a struct that is not known. */
export type GoStructs = (struct: string) => readonly GoField[]

/** Structs whose fields are written in the notation of `parseField`. */
export function goStructs(linesOf: (struct: string) => readonly string[] | undefined): GoStructs {
  const known = new Map<string, readonly GoField[]>()
  return (struct) => {
    const fields = known.get(struct) ?? (linesOf(struct) ?? []).map(parseField)
    known.set(struct, fields)
    return fields
  }
}

/**
 * Reads `name[mark] type`; before the name, with dots, the embedded structs that it comes through. Marks: `?` omitempty, `~` omitzero. Types: `*` pointer, `[]` list, `map:` map of texts,
 * `#` struct, `!` a type with its own decoder; after `@` Go's name of a type that has one.
 */
function parseField(line: string): GoField {
  const [label = '', text = ''] = line.split(' ')
  const path = label.replace(/[?~]$/, '').split('.')
  const omit = label.endsWith('?') ? 'empty' : label.endsWith('~') ? 'zero' : 'never'
  return { name: path.at(-1) ?? '', embedded: path.slice(0, -1), omit, type: parseType(text) }
}

/** The type alone, in the same notation. */
export function parseType(text: string): GoType {
  if (text.startsWith('*')) return { ...parseType(text.slice(1)), pointer: true }
  if (text.startsWith('#')) return { kind: 'struct', name: text.slice(1), pointer: false }
  if (text.startsWith('!')) return { kind: 'custom', name: text.slice(1), pointer: false }
  if (text.startsWith('[]')) return parseContainer('list', text.slice(2), '[]')
  if (text.startsWith('map:')) return parseContainer('map', text.slice(4), 'map[string]')
  const [kind = '', name = kind] = text.split('@')
  return { kind: kind === 'string' || kind === 'bool' ? kind : 'int', name, pointer: false }
}

/** Of `[]string@a.Kind` the name belongs to the elements, of `[]#a.Owner@a.Owners` to the list. */
function parseContainer(kind: 'list' | 'map', text: string, prefix: string): GoType {
  const [elementText = '', ownName] = /^[*]?[#!]/.test(text) ? text.split('@') : [text]
  const element = parseType(elementText)
  const name = ownName ?? `${prefix}${element.pointer ? '*' : ''}${element.name}`
  return { kind, name, pointer: false, element }
}
