/** What people ask about first. */
const leading: readonly string[] = ['CustomResourceDefinition', 'Tenant', 'Namespace']

/** Where a kind stands when kinds are listed: the leading ones first, all others after them. */
export function rankOfKind(kind: string): number {
  const index = leading.indexOf(kind)
  return index < 0 ? leading.length : index
}

/** `1 Namespace`, `2 NetworkPolicies` */
export function counted(count: number, kind: string): string {
  return `${count} ${count === 1 ? kind : plural(kind)}`
}

/** `Namespaces`, `NetworkPolicies` */
export function plural(kind: string): string {
  if (/(s|x|ch)$/.test(kind)) return `${kind}es`
  return /[^aeiou]y$/.test(kind) ? `${kind.slice(0, -1)}ies` : `${kind}s`
}
