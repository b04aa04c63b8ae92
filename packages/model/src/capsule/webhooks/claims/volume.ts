import type { WebhookAnswer } from '../../../apiserver/admission.ts'
import { goQuote } from '../../../object/go-format.ts'
import { resourceKey } from '../../../object/gvk.ts'
import { at, isJsonArray, isJsonObject, listAt, textAt } from '../../../object/json.ts'
import { type KubeObject, labelsOf } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { findObject } from '../../../state/store.ts'
import { tenantLabel } from '../../tenant/constants.ts'
import { deny, errored } from '../answer.ts'

/** A selector of a claim asks for its Tenant, and for nothing else in that label. [pvc_validating_volume.go; extended A3.3] */
export function refuseSelector(claim: KubeObject, tenant: string): WebhookAnswer | undefined {
  const selector = at(claim, 'spec', 'selector')
  if (!isJsonObject(selector)) return undefined
  const label = goQuote(tenantLabel)
  const expression = listAt(selector, 'matchExpressions').find((item) => textAt(item, 'key') === tenantLabel)
  if (expression === undefined)
    return errored(`PVC selector must include tenant selector expression ${label} In [${goQuote(tenant)}]`)
  if (textAt(expression, 'operator') !== 'In')
    return errored(`PVC selector expression for ${label} must use operator "In"`)
  const values = at(expression, 'values')
  return isJsonArray(values) && values.length === 1 && values[0] === tenant
    ? undefined
    : errored(`PVC selector expression for ${label} must contain only tenant ${goQuote(tenant)}`)
}

/** A volume that a claim names is there and carries the claim's Tenant. [extended A3.4] */
export function refuseVolume(state: ClusterState, claim: KubeObject, tenant: string): WebhookAnswer | undefined {
  const name = textAt(claim, 'spec', 'volumeName') ?? ''
  if (name === '') return undefined
  const volume = findObject(state, resourceKey('', 'persistentvolumes'), undefined, name)
  if (!volume) return errored('cannot create a PVC referring to a not yet existing PV')
  const owner = labelsOf(volume)[tenantLabel]
  if (owner === undefined)
    return deny(
      `PersistentVolume ${name} is missing the Tenant label (${tenantLabel}), preventing a potential cross-tenant mount`,
    )
  return owner === tenant ? undefined : deny(`Preventing a cross-tenant mount for PersistentVolume ${name}`)
}
