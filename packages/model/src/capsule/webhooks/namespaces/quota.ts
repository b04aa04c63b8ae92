import { findObject } from '../../../state/store.ts'
import { namespacesKey } from '../../tenant/constants.ts'
import { deny } from '../answer.ts'
import type { NamespaceRule } from './review.ts'

/**
 * A Tenant has no more Namespaces than its quota, counted in its status; one that is there already does not count again.
 * [validation/quota.go; core N4.5]
 */
export const quota: NamespaceRule = ({ tenant, namespace, state, operation }) => {
  const limit = tenant.spec?.namespaceOptions?.quota
  if (operation === 'DELETE' || limit === undefined) return undefined
  if ((tenant.status?.namespaces ?? []).length < limit) return undefined
  if (findObject(state, namespacesKey, undefined, namespace.metadata.name)) return undefined
  return deny('Cannot exceed Namespace quota: please, reach out to the system administrators')
}
