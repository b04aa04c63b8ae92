import { type FieldError, invalid, required } from '../../object/field-error.ts'
import { isJsonObject, type JsonObject, listAt, textAt } from '../../object/json.ts'

/** A review, as far as its validation looks at it. */
export interface Review {
  readonly kind: 'SelfSubjectAccessReview' | 'SubjectAccessReview' | 'LocalSubjectAccessReview'
  readonly metadata: JsonObject
  readonly spec: JsonObject
}

/** [kubernetes pkg/apis/authorization/validation/validation.go] */
export function validateReview(review: Review): readonly FieldError[] {
  return [
    ...validateWhat(review.spec),
    ...(review.kind === 'SelfSubjectAccessReview' ? [] : validateWho(review.spec)),
    ...validateSelectors(review.spec),
    ...validateMetadata(review),
    ...(review.kind === 'LocalSubjectAccessReview' ? validateLocal(review) : []),
  ]
}

/** A review asks of a resource or of a path, not of both. */
function validateWhat({ resourceAttributes, nonResourceAttributes }: JsonObject): readonly FieldError[] {
  if (resourceAttributes && nonResourceAttributes) {
    const detail = 'cannot be specified in combination with resourceAttributes'
    return [invalid('spec.nonResourceAttributes', inGo(nonResourceAttributes as JsonObject), detail)]
  }
  if (resourceAttributes || nonResourceAttributes) return []
  const detail = 'exactly one of nonResourceAttributes or resourceAttributes must be specified'
  return [invalid('spec.resourceAttributes', null, detail)]
}

function inGo(attributes: JsonObject): JsonObject {
  return { Path: textAt(attributes, 'path') ?? '', Verb: textAt(attributes, 'verb') ?? '' }
}

function validateWho(spec: JsonObject): readonly FieldError[] {
  if (textAt(spec, 'user') || listAt(spec, 'groups').length > 0) return []
  return [invalid('spec.user', '', 'at least one of user or group must be specified')]
}

/** A selector is given as text or as requirements. Not checked: each requirement by itself. */
function validateSelectors(spec: JsonObject): readonly FieldError[] {
  const attributes = isJsonObject(spec.resourceAttributes) ? spec.resourceAttributes : {}
  return ['fieldSelector', 'labelSelector'].flatMap((field) => {
    const selector = attributes[field]
    return isJsonObject(selector) ? validateSelector(selector, `spec.resourceAttributes.${field}`) : []
  })
}

function validateSelector(selector: JsonObject, path: string): readonly FieldError[] {
  const raw = textAt(selector, 'rawSelector') ?? ''
  const hasRequirements = listAt(selector, 'requirements').length > 0
  if (raw !== '' && hasRequirements)
    return [invalid(`${path}.rawSelector`, raw, 'may not specified at the same time as requirements')]
  if (raw !== '' || hasRequirements) return []
  return [required(`${path}.requirements`, `when ${path} is specified, requirements or rawSelector is required`)]
}

function validateMetadata({ kind, metadata }: Review): readonly FieldError[] {
  const isLocal = kind === 'LocalSubjectAccessReview'
  const given = Object.keys(metadata).filter(
    (field) => field !== 'managedFields' && !(isLocal && field === 'namespace'),
  )
  const detail = isLocal ? 'must be empty except for namespace' : 'must be empty'
  return given.length > 0 ? [invalid('metadata', metadata, detail)] : []
}

function validateLocal({ metadata, spec }: Review): readonly FieldError[] {
  const namespace = textAt(spec, 'resourceAttributes', 'namespace') ?? ''
  const isElsewhere = isJsonObject(spec.resourceAttributes) && namespace !== (textAt(metadata, 'namespace') ?? '')
  const path = spec.nonResourceAttributes
  return [
    ...(isElsewhere ? [invalid('spec.resourceAttributes.namespace', namespace, 'must match metadata.namespace')] : []),
    ...(isJsonObject(path)
      ? [invalid('spec.nonResourceAttributes', inGo(path), 'disallowed on this kind of request')]
      : []),
  ]
}
