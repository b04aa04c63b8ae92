import { goQuote } from '../../../object/go-format.ts'
import { compile, matchesPattern } from '../../regular-expression.ts'
import { configurationOf } from '../../tenant/configuration.ts'
import { deny } from '../answer.ts'
import { hasForcedPrefix } from './choose-tenant.ts'
import type { NamespaceRule } from './review.ts'

/**
 * A new Namespace of a Tenant may not have a name that the protected pattern matches, and has to have a forced prefix.
 * A pattern that does not compile protects nothing. [validation/prefix.go; core N4.6]
 */
export const prefix: NamespaceRule = ({ tenant, namespace, state, operation }) => {
  if (operation !== 'CREATE') return undefined
  const name = namespace.metadata.name
  const pattern = configurationOf(state).spec?.protectedNamespaceRegex ?? ''
  if (pattern !== '' && 'pattern' in compile(pattern) && matchesPattern(pattern, name))
    return deny(
      `Creating namespaces with name matching ${pattern} regexp is not allowed; please, reach out to the system administrators`,
    )
  const expected = `${tenant.metadata.name}-`
  if (!hasForcedPrefix(state, tenant) || name.startsWith(expected)) return undefined
  return deny(`The namespace doesn't match the tenant prefix, expected prefix ${goQuote(expected)}`)
}
