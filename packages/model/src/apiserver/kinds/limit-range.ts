import { type JsonObject, objectAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { canonicalQuantities } from './canonical-quantities.ts'
import { changeItems, changeObject, changeSpec } from './filling.ts'
import { validateLimitRange } from './limit-range-validation.ts'
import { type KindStrategy, plainStrategy } from './strategy.ts'

const quantityFields: readonly string[] = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio']

/**
 * Of containers, the default limit is the maximum, the default request the default limit or else the minimum, each for
 * what has none. [kubernetes.md 5.3.2; pkg/apis/core/v1/defaults.go:SetDefaults_LimitRangeItem]
 */
function withDefaults(limitRange: KubeObject): KubeObject {
  return changeSpec(limitRange, (spec) => changeItems(spec, 'limits', withItemDefaults))
}

function withItemDefaults(given: JsonObject): JsonObject {
  const item = quantityFields.reduce((before, field) => changeObject(before, field, canonicalQuantities), given)
  if (item.type !== 'Container') return item
  const limits = { ...objectAt(item, 'max'), ...objectAt(item, 'default') }
  const requests = { ...objectAt(item, 'min'), ...limits, ...objectAt(item, 'defaultRequest') }
  return {
    ...item,
    ...(Object.keys(limits).length > 0 ? { default: limits } : {}),
    ...(Object.keys(requests).length > 0 ? { defaultRequest: requests } : {}),
  }
}

/** Who does not name it gets a name that nobody knows before. [pkg/registry/core/limitrange/strategy.go:PrepareForCreate] */
function prepareForCreate(limitRange: KubeObject): KubeObject {
  const { name, uid = '' } = limitRange.metadata
  return name ? limitRange : { ...limitRange, metadata: { ...limitRange.metadata, name: uid } }
}

export const limitRangeStrategy: KindStrategy = {
  ...plainStrategy,
  applyDefaults: withDefaults,
  prepareForCreate,
  validate: validateLimitRange,
  validateUpdate: validateLimitRange,
}
