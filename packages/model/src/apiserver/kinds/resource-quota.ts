import { isJsonObject } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { canonicalQuantities } from './canonical-quantities.ts'
import { change, changeObject, changeSpec } from './filling.ts'
import { validateQuota, validateQuotaUpdate } from './resource-quota-validation.ts'
import { type KindStrategy, strategyWith } from './strategy.ts'

/** Amounts are kept in their canonical form. [apimachinery api/resource/quantity.go:CanonicalizeBytes] */
function withDefaults(quota: KubeObject): KubeObject {
  const specified = changeSpec(quota, (spec) => changeObject(spec, 'hard', canonicalQuantities))
  return change(specified, 'status', (status) =>
    isJsonObject(status)
      ? changeObject(changeObject(status, 'hard', canonicalQuantities), 'used', canonicalQuantities)
      : status,
  )
}

export const resourceQuotaStrategy: KindStrategy = strategyWith({
  applyDefaults: withDefaults,
  validate: validateQuota,
  validateUpdate: validateQuotaUpdate,
  initialStatus: () => ({}),
  returnsDeletedObject: true,
})
