import { resourcePoolTypes } from './resource-pool-types.ts'
import { tenantTypes } from './tenant-types.ts'
import { tenantTypes07 } from './tenant-types-0.7.ts'

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

const fieldsByStruct = new Map<string, readonly GoField[]>()

/** The fields of a struct, embedded ones among them. */
export function fieldsOf(struct: string): readonly GoField[] {
  const known = fieldsByStruct.get(struct)
  if (known) return known
  const fields = (tenantTypes[struct] ?? tenantTypes07[struct] ?? resourcePoolTypes[struct] ?? []).map(parseField)
  fieldsByStruct.set(struct, fields)
  return fields
}

function parseField(line: string): GoField {
  const [label = '', text = ''] = line.split(' ')
  const path = label.replace(/[?~]$/, '').split('.')
  const omit = label.endsWith('?') ? 'empty' : label.endsWith('~') ? 'zero' : 'never'
  return { name: path.at(-1) ?? '', embedded: path.slice(0, -1), omit, type: parseType(text) }
}

/** Reads the notation of tenant-types.ts. */
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

/** The spec of a Tenant. */
export const tenantSpecType: GoType = { kind: 'struct', name: 'v1beta2.TenantSpec', pointer: false }

/** The spec of a Tenant in v0.7.4. */
export const tenantSpecType07: GoType = { kind: 'struct', name: 'v0.7/v1beta2.TenantSpec', pointer: false }

export const resourcePoolSpecType: GoType = { kind: 'struct', name: 'v1beta2.ResourcePoolSpec', pointer: false }
export const resourcePoolClaimSpecType: GoType = {
  kind: 'struct',
  name: 'v1beta2.ResourcePoolClaimSpec',
  pointer: false,
}
