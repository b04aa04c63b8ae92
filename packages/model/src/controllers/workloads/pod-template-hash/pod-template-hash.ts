import type { Json } from '../../../object/json.ts'
import { fnv1a, offsetBasis, safeEncode, utf8 } from '../hashing.ts'
import { goDump } from './go-dump.ts'

/**
 * The label `pod-template-hash`: FNV-1a of the template as Go prints it, and of how often it met another template of the
 * same hash. [pkg/controller/controller_utils.go ComputeHash; pkg/util/hash/hash.go DeepHashObject]
 */
export function podTemplateHash(template: Json | undefined, collisionCount: number | undefined): string {
  let hash = fnv1a(offsetBasis, utf8(goDump('v1.PodTemplateSpec', template)))
  if (collisionCount !== undefined) hash = fnv1a(hash, littleEndian64(collisionCount))
  return safeEncode(String(hash))
}

function littleEndian64(count: number): readonly number[] {
  return [count & 255, (count >>> 8) & 255, (count >>> 16) & 255, (count >>> 24) & 255, 0, 0, 0, 0]
}
