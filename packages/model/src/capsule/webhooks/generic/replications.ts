import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import { at, listAt, textAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { listObjects } from '../../../state/store.ts'
import { globalTenantResourcesKey, tenantResourcesKey } from '../../tenant/constants.ts'
import { parseServiceAccountName } from '../../tenant/service-account-name.ts'
import { allowed, deny } from '../answer.ts'

/**
 * An object that a replication created is changed and deleted by that replication's ServiceAccount alone; those of
 * GlobalTenantResources come first. [internal/webhook/generic/replications.go; extended C7]
 */
export function validateReplications(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  if (request.operation === 'CREATE') return allowed
  const creators = (replications: readonly KubeObject[]): readonly KubeObject[] =>
    replications.filter((replication) => hasCreated(replication, request))
  const global = creators(listObjects(state, globalTenantResourcesKey))
  const [firstGlobal] = global
  if (firstGlobal) return judge(request, global, `a global capsule replication ${firstGlobal.metadata.name}`)
  const local = creators(listObjects(state, tenantResourcesKey))
  const [firstLocal] = local
  if (!firstLocal) return allowed
  const { name, namespace } = firstLocal.metadata
  return judge(request, local, `a tenant capsule replication ${name}/${namespace ?? ''}`)
}

function judge(request: AdmissionRequest, replications: readonly KubeObject[], by: string): WebhookAnswer {
  return replications.some((replication) => actsFor(replication, request.user.user))
    ? allowed
    : deny(`resource ${request.name} is managed by ${by}`)
}

function actsFor(replication: KubeObject, username: string): boolean {
  const account = parseServiceAccountName(username)
  const own = at(replication, 'status', 'serviceAccount')
  return account !== undefined && account.name === textAt(own, 'name') && account.namespace === textAt(own, 'namespace')
}

/** [pkg/runtime/indexers/tenantresource: index status.items.created] */
function hasCreated(replication: KubeObject, { type, name, namespace }: AdmissionRequest): boolean {
  return listAt(replication, 'status', 'processedItems').some(
    (item) =>
      at(item, 'status', 'created') === true &&
      (textAt(item, 'group') ?? '') === type.group &&
      (textAt(item, 'version') ?? '') === type.version &&
      textAt(item, 'kind') === type.kind &&
      (textAt(item, 'namespace') ?? '') === namespace &&
      textAt(item, 'name') === name,
  )
}
