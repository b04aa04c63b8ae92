import type { AdmissionOutcome, AdmissionRequest } from '../../apiserver/admission.ts'
import { checkQuota } from '../../quota/check-quota.ts'
import { type Cluster, write } from '../../state/cluster.ts'
import { findObject } from '../../state/store.ts'

/**
 * ResourceQuota: the last plugin. It writes what a request will use to the quotas before the object is stored, and does
 * not take it back when storing fails. [kubernetes.md 5.1.1, 5.1.12, 5.1.15]
 */
export function chargeQuota(request: AdmissionRequest, cluster: Cluster): AdmissionOutcome {
  const { refusal, updates } = checkQuota(request, cluster.state)
  if (refusal) return { refusal, warnings: [] }
  for (const quota of updates) {
    const { namespace, name } = quota.metadata
    write(cluster, '/resourcequotas', quota, findObject(cluster.state, '/resourcequotas', namespace, name))
  }
  return { object: request.object, warnings: [] }
}
