import { utf8 } from '../bytes.ts'

const offsetBasis = 0xcbf29ce484222325n
const prime = 0x100000001b3n

/** Of everything that Capsule writes beside an object's content. [pkg/api/meta/managers.go:ResourceControllerFieldOwnerPrefix] */
export const metadataFieldOwner = 'projectcapsule.dev/resource/controller'

/**
 * What the field manager of a replication begins with: FNV-1a of its place, in base 36. No prefix of Capsule's stands
 * before it. [ct/resources/utils.go:getFieldOwner]
 */
export function fieldOwnerHash(namespace: string | undefined, name: string): string {
  const bytes = utf8(`${namespace || 'Cluster'}\0${name}`)
  let hash = offsetBasis
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * prime)
  return hash.toString(36)
}
