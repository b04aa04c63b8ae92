import { textAt } from '../../../object/json.ts'
import { deny } from '../answer.ts'
import { containersOf, type PodRule } from './review.ts'

/** Every container's pull policy is in the Tenant's list, whatever the case. [pod/imagepullpolicy.go; extended A1.1] */
export const imagePullPolicy: PodRule = ({ tenant, pod }) => {
  const policies = tenant.spec?.imagePullPolicies ?? []
  if (policies.length === 0) return undefined
  const allowed = policies.map((policy) => policy.toLowerCase())
  for (const container of containersOf(pod)) {
    const policy = textAt(container, 'imagePullPolicy') ?? ''
    if (!allowed.includes(policy.toLowerCase()))
      return deny(
        `ImagePullPolicy ${policy} for container ${textAt(container, 'name') ?? ''} is forbidden, use one of the followings: ${policies.join(', ')}`,
      )
  }
  return undefined
}
