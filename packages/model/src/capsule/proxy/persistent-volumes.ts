import { resourceKey } from '../../object/gvk.ts'
import { labelsOf } from '../../object/kube-object.ts'
import { matchesRequirements } from '../../object/label-selector.ts'
import { refusal } from '../../object/status-errors.ts'
import { findObject } from '../../state/store.ts'
import { tenantLabel } from '../tenant/constants.ts'
import {
  type ModuleRequest,
  type ModuleVerdict,
  notFoundByProxy,
  type ProxyModule,
  withSelector,
} from './proxy-module.ts'
import { mayListKind } from './proxy-operations.ts'
import { namesOf } from './proxy-tenants.ts'
import { isIn } from './selector-text.ts'

const volumesKey = resourceKey('', 'persistentvolumes')

export const persistentVolumesModule: ProxyModule = {
  takes: ({ group, resource }, _request, { clusterScoped }) =>
    clusterScoped !== true && group === '' && resource === 'persistentvolumes',
  list: showVolumes,
  get: showVolumes,
}

/**
 * PersistentVolumes are shown by the label of the tenants in which the caller's settings allow to list them. Where none
 * does, upstream trips over a selector that it could not make and answers with an internal error.
 * [capsule-proxy internal/modules/persistentvolume; extended E7.1]
 */
function showVolumes({ state, request, type, tenants }: ModuleRequest): ModuleVerdict {
  const names = namesOf(tenants.filter((tenant) => mayListKind(tenant, 'PersistentVolumes')))
  if (names.length === 0) {
    const message = 'panic while handling request: internal server error'
    const why = 'no owner entry of the caller has proxySettings with List of PersistentVolumes'
    return { refusal: refusal(500, 'InternalError', message), why }
  }
  const selector = isIn(tenantLabel, names)
  const why = "volumes with the label of one of the caller's tenants"
  if (request.verb === 'list') return withSelector(selector, why)
  const name = request.name ?? ''
  const volume = findObject(state, volumesKey, undefined, name)
  if (volume && matchesRequirements(selector, labelsOf(volume))) return withSelector(selector, why)
  return notFoundByProxy(type, name, "it does not have the label of one of the caller's tenants")
}
