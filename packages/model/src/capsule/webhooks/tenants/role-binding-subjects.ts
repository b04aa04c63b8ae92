import { dns1123SubdomainMessages } from '../../../object/name-validation.ts'
import { deny } from '../answer.ts'
import type { TenantRule } from './review.ts'

/** ServiceAccounts in bindings are named by name, with the namespace beside it. [validation/rolebindings_regex.go; core V3.3] */
export const roleBindingSubjects: TenantRule = ({ tenant, operation }) => {
  if (operation === 'DELETE') return undefined
  const bindings = [
    ...(tenant.spec?.additionalRoleBindings ?? []),
    ...(tenant.spec?.rules ?? []).flatMap((rule) => rule.permissions?.bindings ?? []),
  ]
  for (const binding of bindings)
    for (const subject of binding.subjects ?? []) {
      const messages = subject.kind === 'ServiceAccount' ? dns1123SubdomainMessages(subject.name) : []
      if (messages.length > 0)
        return deny(
          `Subject Name '${subject.name}' for binding '${binding.clusterRoleName}' is invalid. ${messages.join(', ')}`,
        )
    }
  return undefined
}
