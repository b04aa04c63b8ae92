import { byteLength } from '../../object/go-format.ts'
import { md5 } from './md5.ts'

const hardPrefix = 'quota.capsule.clastix.io/hard-'
const usedPrefix = 'quota.capsule.clastix.io/used-'
const annotationLengthMax = 63

type TextMap = Readonly<Record<string, string>>

/** The annotation that tells a Tenant's limit of a resource. [api/v1beta2/tenant_annotations.go:HardQuotaFor; core R5.3] */
export function hardAnnotation(resource: string): string {
  return annotationOf(hardPrefix, resource)
}

/** The annotation that tells a Tenant's use of a resource. [UsedQuotaFor] */
export function usedAnnotation(resource: string): string {
  return annotationOf(usedPrefix, resource)
}

/** Where the key would be too long, a digest stands for the resource. */
function annotationOf(prefix: string, resource: string): string {
  const name = resource.replaceAll('/', '_')
  if (prefix.length + byteLength(name) <= annotationLengthMax) return prefix + name
  const digest = md5(name)
  return prefix.length + digest.length <= annotationLengthMax ? prefix + digest : digest
}

/** Annotations without those of resources that are not limited any more. */
export function withoutStaleQuotas(annotations: TextMap, resources: readonly string[]): TextMap {
  const kept = new Set(resources.flatMap((resource) => [hardAnnotation(resource), usedAnnotation(resource)]))
  return Object.fromEntries(
    Object.entries(annotations).filter(
      ([key]) => kept.has(key) || !(key.startsWith(hardPrefix) || key.startsWith(usedPrefix)),
    ),
  )
}
