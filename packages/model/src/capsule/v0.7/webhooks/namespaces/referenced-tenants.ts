import type { WebhookAnswer } from '../../../../apiserver/admission.ts'
import type { KubeObject } from '../../../../object/kube-object.ts'
import type { ClusterState } from '../../../../state/cluster-state.ts'
import type { Tenant } from '../../../tenant/tenant.ts'
import { tenantReferencesOf } from '../../../tenant/tenant-references.ts'
import { errored } from '../../../webhooks/answer.ts'
import { cachedTenant } from '../../tenant/cached-tenant.ts'

/** What a rule says of each Tenant that a Namespace refers to, by name; the first answer counts. [0.7 N3] */
export function forEachTenant(
  state: ClusterState,
  namespace: KubeObject,
  judge: (tenant: Tenant) => WebhookAnswer | undefined,
): WebhookAnswer | undefined {
  for (const reference of tenantReferencesOf(namespace)) {
    const { tenant, error } = cachedTenant(state, reference.name)
    const answer = tenant ? judge(tenant) : errored(error)
    if (answer) return answer
  }
  return undefined
}
