import { goQuote } from '../../object/go-format.ts'
import { forbidden, type Refusal } from '../../object/status-errors.ts'
import type { UserInfo } from '../../request/request.ts'
import { type Attributes, isResourceAttributes } from './attributes.ts'
import type { Decision } from './authorize.ts'

/**
 * What a request without the right to it is answered. Markup in the sentence is made harmless, in the reason it is not.
 * [apiserver pkg/endpoints/handlers/responsewriters/errors.go:ForbiddenStatusError; kubernetes.md 6.1.7]
 */
export function forbiddenByAuthorizer(
  user: UserInfo,
  attributes: Attributes,
  { reason }: Pick<Decision, 'reason'>,
): Refusal {
  const sentence = escapeMarkup(forbiddenMessage(user, attributes))
  const cause = reason === '' ? sentence : `${sentence}: ${reason}`
  if (!isResourceAttributes(attributes)) return forbidden({ group: '', resource: '' }, '', cause)
  return forbidden(attributes, attributes.name, cause)
}

function forbiddenMessage({ user }: UserInfo, attributes: Attributes): string {
  const start = `User ${goQuote(user)} cannot ${attributes.verb}`
  if (!isResourceAttributes(attributes)) return `${start} path ${goQuote(attributes.path)}`
  const { group, resource, subresource, namespace } = attributes
  const what = goQuote(subresource === '' ? resource : `${resource}/${subresource}`)
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${goQuote(namespace)}`
  return `${start} resource ${what} in API group ${goQuote(group)} ${where}`
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
