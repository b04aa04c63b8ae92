import { goQuote } from '../../../object/go-format.ts'
import { type JsonObject, textAt } from '../../../object/json.ts'
import { firstOf } from './problems.ts'

const customAudiences: readonly string[] = ['CapsuleUser', 'Administrator', 'TenantOwner', 'Controller']

/** An audience names callers of known kinds. [validateAudience; extended A10.4] */
export function audienceProblem(path: string, audience: readonly JsonObject[] | undefined): string | undefined {
  return firstOf(audience, (subject, index) => {
    const at = `${path}.audience[${index}]`
    const name = textAt(subject, 'name') ?? ''
    const kind = textAt(subject, 'kind') ?? ''
    if (name.trim() === '') return `${at}.name is invalid: name is empty`
    if (kind === 'Custom')
      return customAudiences.includes(name)
        ? undefined
        : `${at}.name ${goQuote(name)} is invalid: unsupported custom audience`
    return ['User', 'Group', 'ServiceAccount'].includes(kind)
      ? undefined
      : `${at}.kind ${goQuote(kind)} is invalid: unsupported audience kind`
  })
}
