import { type FieldError, invalid, notSupported } from '../../object/field-error.ts'
import { type JsonObject, textAt } from '../../object/json.ts'
import { labelValueMessages, qualifiedNameMessages } from '../../object/name-validation.ts'
import { eachOf, invalidWith } from './field-path.ts'

const effects: readonly string[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

/** [pkg/apis/core/validation/validation.go:ValidateTolerations] */
export function tolerationErrors(spec: JsonObject, specPath: string): readonly FieldError[] {
  return eachOf(spec, 'tolerations', specPath, (toleration, path) => {
    const [key = '', operator = '', value = '', effect = ''] = ['key', 'operator', 'value', 'effect'].map((field) =>
      textAt(toleration, field),
    )
    const forAll = 'operator must be Exists when `key` is empty, which means "match all values and all keys"'
    const misplaced = typeof toleration.tolerationSeconds === 'number' && effect !== 'NoExecute'
    return [
      ...(key === '' ? [] : invalidWith(`${path}.key`, key, qualifiedNameMessages(key))),
      ...(key === '' && operator !== 'Exists' ? [invalid(`${path}.operator`, operator, forAll)] : []),
      ...(misplaced
        ? [invalid(`${path}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set")]
        : []),
      ...operatorErrors(operator, value, `${path}.operator`, toleration),
      ...(effect === '' || effects.includes(effect) ? [] : [notSupported(`${path}.effect`, effect, effects)]),
    ]
  })
}

function operatorErrors(operator: string, value: string, path: string, printed: JsonObject): readonly FieldError[] {
  if (operator === 'Equal' || operator === '') return invalidWith(path, value, labelValueMessages(value))
  if (operator !== 'Exists') return [notSupported(path, operator, ['Equal', 'Exists'])]
  return value === '' ? [] : [invalid(path, printed, "value must be empty when `operator` is 'Exists'")]
}
