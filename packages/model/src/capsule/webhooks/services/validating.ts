import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import { containsAddress, parseAddress, parseCidr } from '../../../object/ip-network.ts'
import { at, isJsonArray, textAt } from '../../../object/json.ts'
import { annotationsOf, type KubeObject, labelsOf } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { forbiddenKey } from '../../tenant/forbidden-list.ts'
import type { ServiceOptions } from '../../tenant/tenant.ts'
import { allowed, deny } from '../answer.ts'
import { rulesFor } from '../rules/rules-for.ts'

/** What Tenants ask of Services, whoever writes them. [internal/webhook/service/validating.go; extended A4] */
export function validateService(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  const service = request.object
  if (!service || request.operation === 'DELETE') return allowed
  const { tenant, refusal } = rulesFor(request, state)
  if (refusal) return refusal
  const options = tenant?.spec?.serviceOptions
  if (!options) return allowed
  return (
    refuseType(service, options) ??
    refuseForbidden(service, options) ??
    refuseExternalAddresses(service, options) ??
    allowed
  )
}

/** Types that the Tenant switched off; the name counts, not what ports it gets. [extended A4.1] */
export function refuseType(service: KubeObject, options: ServiceOptions): WebhookAnswer | undefined {
  const services = options.allowedServices
  const switches: Readonly<Record<string, boolean | undefined>> = {
    NodePort: services?.nodePort,
    ExternalName: services?.externalName,
    LoadBalancer: services?.loadBalancer,
  }
  const type = textAt(service, 'spec', 'type') ?? ''
  return switches[type] === false
    ? deny(`${type} service types are forbidden for the tenant: please, reach out to the system administrators`)
    : undefined
}

/** [extended A4.2] */
function refuseForbidden(service: KubeObject, options: ServiceOptions): WebhookAnswer | undefined {
  const annotations = forbiddenKey(Object.keys(annotationsOf(service)), options.forbiddenAnnotations)
  const labels = forbiddenKey(Object.keys(labelsOf(service)), options.forbiddenLabels)
  return refuseMetadata('annotations', annotations) ?? refuseMetadata('labels', labels)
}

function refuseMetadata(field: string, problem: string | undefined): WebhookAnswer | undefined {
  return problem === undefined ? undefined : deny(`${field} validation failed: ${problem}`)
}

/** External IPs lie in the Tenant's networks; an address alone stands for itself, if it is of version 4. [extended A4.3] */
export function refuseExternalAddresses(service: KubeObject, options: ServiceOptions): WebhookAnswer | undefined {
  const addresses = at(service, 'spec', 'externalIPs')
  if (!isJsonArray(addresses) || !options.externalIPs) return undefined
  const given = options.externalIPs.allowed ?? []
  const networks = given.flatMap((text) => parseCidr(text.includes('/') ? text : `${text}/32`) ?? [])
  const isInside = (text: string): boolean => {
    const address = parseAddress(text)
    return address !== undefined && networks.some((network) => containsAddress(network, address))
  }
  if (addresses.every((address) => isInside(String(address)))) return undefined
  return deny(
    given.length === 0
      ? 'The current Tenant does not allow the use of Service with external IPs'
      : `The selected external IPs for the current Service are violating the following enforced CIDRs: ${given.join(', ')}`,
  )
}
