import { formatApiVersion } from '../../object/gvk.ts'
import { type Json, listAt } from '../../object/json.ts'

export interface GroupVersionKind {
  readonly group: string
  readonly version: string
  readonly kind: string
}

/**
 * A metadata rule concerns a kind if one of its kinds and one of its groups match; a Namespace only if it is named.
 * No groups means the core group. [pkg/api/rules/enforce_metadata_types.go, pkg/api/runtime VersionKinds; extended A10.21]
 */
export function concernsKind(rule: Json, gvk: GroupVersionKind): boolean {
  const kinds = texts(rule, 'kinds').filter((kind) => kind !== '')
  const isNamespace = gvk.group === '' && gvk.version === 'v1' && gvk.kind === 'Namespace'
  if (isNamespace && !kinds.includes('Namespace')) return false
  const groups = texts(rule, 'apiGroups')
  return (
    kinds.some((kind) => matchesWildcard(kind, gvk.kind)) &&
    (groups.length === 0 ? ['v1'] : groups).some((group) => concernsGroup(group, gvk))
  )
}

function concernsGroup(pattern: string, gvk: GroupVersionKind): boolean {
  const wanted = pattern === '' ? 'v1' : pattern
  if (wanted === '*') return true
  const target = wanted === 'v1' || wanted.includes('/') ? formatApiVersion(gvk.group, gvk.version) : gvk.group
  return matchesWildcard(wanted, target)
}

function texts(rule: Json, field: string): readonly string[] {
  return listAt(rule, field).map((item) => String(item).trim())
}

/** `*` stands for any text. */
export function matchesWildcard(pattern: string, value: string): boolean {
  const [head = '', ...parts] = pattern.split('*')
  if (parts.length === 0) return head === value
  const tail = parts.pop() ?? ''
  if (!value.startsWith(head) || !value.endsWith(tail) || head.length + tail.length > value.length) return false
  let from = head.length
  for (const part of parts) {
    const found = value.indexOf(part, from)
    if (found < 0 || found + part.length > value.length - tail.length) return false
    from = found + part.length
  }
  return true
}
