import { type KubeObject, ownerReferencesOf, type Request } from '@capsule-whatif/model'
import { defaultUser } from '../../action/impersonated-user.ts'
import type { PredictedAction } from '../../predict/predict.ts'

/** Which of the two fields that say whose a namespace is are edited. */
export type EditedFields = 'label' | 'reference' | 'both'

export const editedFields: readonly EditedFields[] = ['label', 'reference', 'both']

export const tenantLabel = 'capsule.clastix.io/tenant'

/** One merge patch that gives a Namespace to a Tenant, or to none. */
export function ownershipEdit(
  namespace: KubeObject,
  tenant: KubeObject | undefined,
  fields: EditedFields,
): PredictedAction {
  const labels = { [tenantLabel]: tenant?.metadata.name ?? null }
  const others = ownerReferencesOf(namespace).filter(({ kind }) => kind !== 'Tenant')
  const ownerReferences = tenant === undefined ? others : [...others, referenceTo(tenant)]
  const metadata = {
    ...(fields === 'reference' ? {} : { labels }),
    ...(fields === 'label' ? {} : { ownerReferences: ownerReferences.length === 0 ? null : ownerReferences }),
  }
  const request: Request = {
    verb: 'patch',
    group: '',
    version: 'v1',
    resource: 'namespaces',
    kind: 'Namespace',
    name: namespace.metadata.name,
    patchType: 'merge',
    body: { metadata },
  }
  const text = `patch namespace ${namespace.metadata.name} --type merge -p '${JSON.stringify({ metadata })}'`
  return { text, actions: [{ type: 'request', request }], user: defaultUser }
}

function referenceTo({ apiVersion, kind, metadata: { name, uid = '' } }: KubeObject): {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly uid: string
} {
  return { apiVersion, kind, name, uid }
}
