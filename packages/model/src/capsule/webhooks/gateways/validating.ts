import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import { textAt } from '../../../object/json.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { allowedText, allowsName, searchPanic, selectsClass } from '../../tenant/class-policy.ts'
import { findClass, gatewayClassesKey } from '../../tenant/classes.ts'
import { tenantByStatusNamespace } from '../../tenant/tenant-lists.ts'
import { allowed, deny, errored, panicked } from '../answer.ts'

/**
 * A Gateway's class exists and is the Tenant's default, or allowed by name, pattern or label. The refusal names the Gateway
 * where it should name the class. [internal/webhook/gateway/validate_class.go; extended A6.1. Not shown by a recording]
 */
export function validateGateway(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  const { object, namespace, operation } = request
  if (!object || operation === 'DELETE') return allowed
  const policy = tenantByStatusNamespace(state, namespace)?.spec?.gatewayOptions?.allowedClasses
  if (!policy) return allowed
  const name = textAt(object, 'spec', 'gatewayClassName') ?? ''
  const found = findClass(state, gatewayClassesKey, name)
  if (!found) return errored(missingGatewayClass(name))
  if ((policy.default ?? '') === name) return allowed
  const panic = searchPanic(policy, name)
  if (panic !== undefined) return panicked(panic)
  if (allowsName(policy, name) || selectsClass(policy, found)) return allowed
  return deny(`Gateway Class ${object.metadata.name} is forbidden for the current Tenant: ${allowedText(policy)}`)
}

/** The informer's cache names the kind where the API server names the resource. [controller-runtime cache_reader.go Get] */
export function missingGatewayClass(name: string): string {
  return `GatewayClass.gateway.networking.k8s.io "${name}" not found`
}
