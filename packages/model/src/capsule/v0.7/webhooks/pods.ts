import type { WebhookHandler } from '../../../apiserver/admission.ts'
import { listAt, textAt } from '../../../object/json.ts'
import { allowsName, sortedNames } from '../../tenant/class-policy.ts'
import { findClass, runtimeClassesKey } from '../../tenant/classes.ts'
import { tenantByStatusNamespace } from '../../tenant/tenant-lists.ts'
import { allowed, deny, errored } from '../../webhooks/answer.ts'
import { forbiddenRegistry, parseImage } from '../../webhooks/pods/container-registry.ts'
import { judgePriorityClass } from '../../webhooks/pods/priority-class.ts'
import type { PodRule } from '../../webhooks/pods/review.ts'
import { judgeRuntimeClass } from '../../webhooks/pods/runtime-class.ts'
import { missingCachedClass } from '../tenant/cached-tenant.ts'

/** The pull policies of a new Pod's containers, init containers not among them, are in the Tenant's list. [pod/imagepullpolicy.go; 0.7 O1] */
const imagePullPolicy: PodRule = ({ request, tenant, pod }) => {
  const policies = tenant.spec?.imagePullPolicies ?? []
  if (policies.length === 0 || request.operation !== 'CREATE') return undefined
  const allowedPolicies = policies.map((policy) => policy.toLowerCase())
  for (const container of listAt(pod, 'spec', 'containers')) {
    const policy = textAt(container, 'imagePullPolicy') ?? ''
    if (!allowedPolicies.includes(policy.toLowerCase()))
      return deny(
        `ImagePullPolicy ${policy} for container ${textAt(container, 'name') ?? ''} is forbidden, use one of the followings: ${policies.join(', ')}`,
      )
  }
  return undefined
}

/** The images of a Pod that is created or updated name their registry, an allowed one. [pod/containerregistry.go; 0.7 O1] */
const containerRegistry: PodRule = ({ tenant, pod }) => {
  const list = tenant.spec?.containerRegistries
  if (!list) return undefined
  let names = list.allowed ?? []
  for (const container of ['initContainers', 'containers'].flatMap((field) => listAt(pod, 'spec', field))) {
    const image = textAt(container, 'image') ?? ''
    const { registry } = parseImage(image)
    if (registry === '') return deny(forbiddenRegistry(image, names, list))
    names = sortedNames(list)
    if (!allowsName(list, registry)) return deny(forbiddenRegistry(image, names, list))
  }
  return undefined
}

const rules: readonly PodRule[] = [
  imagePullPolicy,
  containerRegistry,
  (review) => judgePriorityClass(review, missingCachedClass),
  (review) => judgeRuntimeClass(review, missingCachedClass),
]

/** What Tenants ask of Pods. That the runtime class exists is asked outside of any Tenant, too. [main.go; 0.7 O1] */
export const validatePod: WebhookHandler = (request, state) => {
  const pod = request.object
  if (!pod || request.operation === 'DELETE') return allowed
  const tenant = tenantByStatusNamespace(state, request.namespace)
  if (!tenant) {
    const name = textAt(pod, 'spec', 'runtimeClassName') ?? ''
    const isMissing = request.operation === 'CREATE' && name !== '' && !findClass(state, runtimeClassesKey, name)
    return isMissing ? errored(missingCachedClass(runtimeClassesKey, name)) : allowed
  }
  for (const rule of rules) {
    const answer = rule({ request, state, tenant, pod })
    if (answer) return answer
  }
  return allowed
}
