import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import { isJsonObject, type Json, listAt, textAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { allowedText, allowsName, selectsExistingClass, unsearchedText } from '../../tenant/class-policy.ts'
import { deviceClassesKey, findClass } from '../../tenant/classes.ts'
import type { ClassPolicy } from '../../tenant/tenant.ts'
import { tenantByStatusNamespace } from '../../tenant/tenant-lists.ts'
import { allowed, deny, panicked } from '../answer.ts'

/**
 * The class of the first device that a new claim requests is allowed by name, pattern or label; an empty selector selects
 * every class, and later requests are not looked at. [internal/webhook/dra/validate.go; extended A7. Not shown by a
 * recording]
 */
export function validateDevices(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  const { object, namespace, operation } = request
  if (!object || operation !== 'CREATE') return allowed
  const policy = tenantByStatusNamespace(state, namespace)?.spec?.deviceClasses
  const [first] = requestsOf(object)
  return policy && first !== undefined ? judge(state, policy, first) : allowed
}

function requestsOf(claim: KubeObject): readonly Json[] {
  if (claim.kind === 'ResourceClaim') return listAt(claim, 'spec', 'devices', 'requests')
  return claim.kind === 'ResourceClaimTemplate' ? listAt(claim, 'spec', 'spec', 'devices', 'requests') : []
}

function judge(state: ClusterState, policy: ClassPolicy, request: Json): WebhookAnswer {
  if (!isJsonObject(request) || !isJsonObject(request.exactly))
    return panicked('runtime error: invalid memory address or nil pointer dereference')
  const name = textAt(request.exactly, 'deviceClassName') ?? ''
  const found = findClass(state, deviceClassesKey, name)
  if (!found)
    return deny(
      `Selected DeviceClass is forbidden for the current Tenant or does not exist. Specify a device Class which is allowed by ${unsearchedText(policy)}`,
    )
  return allowsName(policy, name) || selectsExistingClass(policy, found)
    ? allowed
    : deny(`Device Class ${name} is forbidden for the current Tenant: ${allowedText(policy)}`)
}
