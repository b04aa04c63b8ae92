import type { WebhookAnswer } from '../../../apiserver/admission.ts'
import { goQuote } from '../../../object/go-format.ts'
import { annotationsOf, labelsOf } from '../../../object/kube-object.ts'
import { compile, matchesPattern } from '../../regular-expression.ts'
import { deny } from '../answer.ts'
import type { NamespaceRule } from './review.ts'

type TextMap = Readonly<Record<string, string>>
type Field = 'label' | 'annotation'

/**
 * A Namespace has the labels and annotations that its Tenant requires, with values that match; an update is asked only
 * for those it changes, and then calls a wrong label an annotation. Of several the first by name is told.
 * [validation/required_metadata.go; core N4.8, N5.10]
 */
export const requiredMetadata: NamespaceRule = ({ tenant, namespace, old, operation }) => {
  const required = tenant.spec?.namespaceOptions?.requiredMetadata
  if (!required || operation === 'DELETE') return undefined
  return (
    check('label', required.labels, labelsOf(namespace), old && labelsOf(old)) ??
    check('annotation', required.annotations, annotationsOf(namespace), old && annotationsOf(old))
  )
}

function check(
  field: Field,
  required: TextMap | undefined,
  actual: TextMap,
  old: TextMap | undefined,
): WebhookAnswer | undefined {
  for (const [key, pattern] of Object.entries(required ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (old && actual[key] === old[key]) continue
    const refusal = checkOne(field, key, pattern, actual[key], old !== undefined)
    if (refusal) return refusal
  }
  return undefined
}

function checkOne(
  field: Field,
  key: string,
  pattern: string,
  value: string | undefined,
  isUpdate: boolean,
): WebhookAnswer | undefined {
  if (value === undefined) return deny(`required ${field} ${goQuote(key)} not present`)
  const compiled = compile(pattern)
  if ('error' in compiled)
    return deny(`invalid required ${field} regex for ${goQuote(key)}: ${goQuote(pattern)}: ${compiled.error}`)
  if (matchesPattern(pattern, value)) return undefined
  const named = isUpdate ? 'annotation' : field
  return deny(`required ${named} ${goQuote(key)} value ${goQuote(value)} does not match regex ${goQuote(pattern)}`)
}
