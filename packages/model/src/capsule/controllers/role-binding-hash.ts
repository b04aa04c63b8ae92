import type { AdditionalRoleBinding } from '../tenant/tenant.ts'
import { littleEndian, utf8 } from './bytes.ts'

const offsetBasis = 0xcbf29ce484222325n
const prime = 0x100000001b3n
const mask = 0xffffffffffffffffn

/**
 * What names a generated RoleBinding: FNV-1a of 64 bits over role and subjects, each field after its length. Labels and
 * annotations do not count. [pkg/utils/hashes.go:RoleBindingHashFunc; core R5.5]
 */
export function roleBindingHash({ clusterRoleName, subjects }: AdditionalRoleBinding): string {
  const fields = subjects.flatMap(({ apiGroup = '', kind, namespace = '', name }) => [apiGroup, kind, namespace, name])
  return fnv1a([clusterRoleName, ...fields].flatMap(lengthPrefixed))
}

/** FNV-1a of 64 bits in hexadecimal digits, without leading zeros. [Go: hash/fnv] */
export function fnv1a(bytes: readonly number[]): string {
  let hash = offsetBasis
  for (const byte of bytes) hash = ((hash ^ BigInt(byte)) * prime) & mask
  return hash.toString(16)
}

function lengthPrefixed(text: string): readonly number[] {
  const bytes = utf8(text)
  return [...littleEndian(bytes.length, 8), ...bytes]
}
