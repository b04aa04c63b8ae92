import type { WebhookAnswer } from '../../../apiserver/admission.ts'
import { textAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { allowedText, allowsName, selectsClass, unsearchedText } from '../../tenant/class-policy.ts'
import { findClass, storageClassesKey } from '../../tenant/classes.ts'
import type { Tenant } from '../../tenant/tenant.ts'
import { deny } from '../answer.ts'

/** A new claim's class is the Tenant's default, or allowed by name, pattern or label. [pvc_validating_class.go; extended A3.5] */
export function refuseStorageClass(state: ClusterState, claim: KubeObject, tenant: Tenant): WebhookAnswer | undefined {
  const policy = tenant.spec?.storageClasses
  if (!policy) return undefined
  const name = textAt(claim, 'spec', 'storageClassName')
  if (name === undefined) return deny(`A valid Storage Class must be used: ${unsearchedText(policy)}`)
  if ((policy.default ?? '') === name || allowsName(policy, name)) return undefined
  if (selectsClass(policy, findClass(state, storageClassesKey, name))) return undefined
  return deny(`Storage Class ${name} is forbidden for the current Tenant ${allowedText(policy)}`)
}
