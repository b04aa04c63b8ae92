import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import { formatApiVersion } from '../../../object/gvk.ts'
import { type KubeObject, labelsOf, withMetadata } from '../../../object/kube-object.ts'
import { decodeProblem } from '../../go-types/decode.ts'
import { isZero, reencode } from '../../go-types/encode.ts'
import { tenantSpecType } from '../../go-types/go-type.ts'
import { capsuleVersion, metadataNameLabel } from '../../tenant/constants.ts'
import { allowed, errored, mutated } from '../answer.ts'

/**
 * A Tenant carries its own name in a label. Setting it sends the whole Tenant through the operator's types, which loses
 * what they omit when empty: `allowOwnerPromotion: false` and an empty list of clusterRoles come back as defaults.
 * [internal/webhook/tenant/mutation/metadata.go; core V1, V2]
 */
export function mutateTenant(request: AdmissionRequest): WebhookAnswer {
  const { object, operation } = request
  if (!object || operation === 'DELETE') return allowed
  const problem = undecodable(object, request.type.version)
  if (problem !== undefined) return errored(problem)
  const labels = labelsOf(object)
  if (labels[metadataNameLabel] === object.metadata.name) return allowed
  const labelled = withMetadata(object, { labels: { ...labels, [metadataNameLabel]: object.metadata.name } })
  return mutated(request, withSpec(labelled))
}

/** Only v1beta2 can be decoded, and only what fits its types; the schema is asked later. [core T4.5] */
function undecodable(object: KubeObject, version: string): string | undefined {
  if (version === capsuleVersion) return decodeProblem(tenantSpecType, object.spec, 'spec', 'Tenant')
  const groupVersion = formatApiVersion('capsule.clastix.io', version)
  return `unable to decode ${groupVersion}, Kind=Tenant into *v1beta2.Tenant`
}

/** A spec of nothing but zero values is left out. */
function withSpec(object: KubeObject): KubeObject {
  const { spec, ...rest } = object
  if (spec === undefined || isZero(tenantSpecType, spec)) return rest as KubeObject
  return { ...rest, spec: reencode(tenantSpecType, spec) } as KubeObject
}
