import { deny } from '../answer.ts'
import type { NamespaceRule } from './review.ts'

/** Capsule users may not create, change or delete Namespaces of a cordoned Tenant. [validation/cordoning.go; core N4.4, N6.2] */
export const cordoning: NamespaceRule = ({ tenant, caller }) =>
  tenant.spec?.cordoned === true && caller.type === 'Capsule' ? deny('the selected tenant is cordoned') : undefined
