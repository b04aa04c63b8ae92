import { objectAt, textAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { findClass, gatewayClassesKey } from '../../tenant/classes.ts'
import type { Tenant } from '../../tenant/tenant.ts'
import { deny } from '../answer.ts'
import { missingGatewayClass } from '../gateways/validating.ts'
import type { Defaulted } from './pod.ts'

/**
 * A Gateway without a class gets its Tenant's default; one that it names has to exist, and stays.
 * [defaults/gateway.go; extended A2.6. Not shown by a recording]
 */
export function defaultGateway(state: ClusterState, gateway: KubeObject, tenant: Tenant): Defaulted {
  const name = tenant.spec?.gatewayOptions?.allowedClasses?.default ?? ''
  if (name === '') return { object: gateway }
  const chosen = textAt(gateway, 'spec', 'gatewayClassName') ?? ''
  if (chosen === '') return { object: { ...gateway, spec: { ...objectAt(gateway, 'spec'), gatewayClassName: name } } }
  if (findClass(state, gatewayClassesKey, chosen)) return { object: gateway }
  return { refusal: deny(`Failed to resolve Gateway ${chosen}: ${missingGatewayClass(chosen)}`) }
}
