import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import { objectAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import { compareQuantities, formatQuantity, isZeroQuantity } from '../../../object/quantity.ts'
import { equalResources, formatResources, none, resourceNames } from '../../../object/resource-list.ts'
import { decodeProblem } from '../../go-types/decode.ts'
import { reencode } from '../../go-types/encode.ts'
import { resourcePoolSpecType } from '../../go-types/go-type.ts'
import { hasSwitch, poolAllocation, poolDefaults, poolHard } from '../../resource-pools/pool.ts'
import { allowed, deny, errored, mutated } from '../answer.ts'

/**
 * A pool comes out of the operator's types: amounts are canonical. With defaultsZero each of its resources has a default,
 * zero if it had none. [internal/webhook/resourcepool/pool_mutating.go; extended D1.1]
 */
export function mutatePool(request: AdmissionRequest): WebhookAnswer {
  const { object, operation } = request
  if (!object || operation === 'DELETE') return allowed
  const problem = decodeProblem(resourcePoolSpecType, object.spec, 'spec', 'ResourcePool')
  if (problem !== undefined) return errored(`failed to decode object: ${problem}`)
  const spec = reencode(resourcePoolSpecType, withZeroDefaults(object).spec)
  return mutated(request, { ...object, ...(spec === undefined ? {} : { spec }) })
}

function withZeroDefaults(pool: KubeObject): KubeObject {
  if (!hasSwitch(pool, 'defaultsZero')) return pool
  const zeros = Object.fromEntries(resourceNames(poolHard(pool)).map((name) => [name, none]))
  const defaults = formatResources({ ...zeros, ...poolDefaults(pool) })
  return { ...pool, spec: { ...objectAt(pool.spec), defaults } }
}

/**
 * What claims were granted stays in the pool. The resources are looked at in the order of their names, where Go's order is
 * random. [internal/webhook/resourcepool/pool_validation.go; extended D1.2]
 */
export function validatePool(request: AdmissionRequest): WebhookAnswer {
  const { object, oldObject, operation } = request
  if (!object || !oldObject || operation !== 'UPDATE') return allowed
  const hard = poolHard(object)
  if (equalResources(hard, poolHard(oldObject))) return allowed
  const used = poolAllocation(oldObject, 'used')
  for (const name of resourceNames(used)) {
    const [left, claimed] = [hard[name], used[name] ?? none]
    if (!left && isZeroQuantity(claimed)) continue
    if (!left)
      return deny(
        `can not remove resource ${name} as it is still being allocated. Remove corresponding claims or keep the resources in the pool`,
      )
    if (compareQuantities(left, claimed) < 0)
      return deny(
        `can not reduce ${name} usage to ${formatQuantity(left)} because quantity ${formatQuantity(claimed)} is claimed . Remove corresponding claims or keep the resources in the pool`,
      )
  }
  return allowed
}
