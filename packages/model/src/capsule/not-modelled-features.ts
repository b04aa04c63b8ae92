import { type ResourceKey, resourceKey } from '../object/gvk.ts'
import { at, isJsonArray, isJsonObject, type Json, type JsonObject, listAt, objectAt, textAt } from '../object/json.ts'
import { annotationsOf, type KubeObject, labelsOf } from '../object/kube-object.ts'
import { isModelled } from './controllers/custom-quotas/custom-usage.ts'
import {
  capsuleConfigurationsKey,
  globalTenantResourcesKey,
  namespacesKey,
  tenantResourcesKey,
  tenantsKey,
} from './tenant/constants.ts'
import { hasTemplateFunction } from './tenant/rule-bodies.ts'
import { webhookDomain } from './webhook-domain.ts'
import { notModelledHandlers } from './webhooks/index.ts'

/** Something that clusters can use and the model does not do. */
export interface Feature {
  readonly name: string
  /** where the objects are that may use it */
  readonly resources: readonly ResourceKey[]
  /** `domains`: under which the names of the webhooks are that somebody else answers */
  readonly uses: (object: KubeObject, domains: readonly string[]) => boolean
}

const admission = 'admissionregistration.k8s.io'
const webhookConfigurations: readonly ResourceKey[] = [
  resourceKey(admission, 'mutatingwebhookconfigurations'),
  resourceKey(admission, 'validatingwebhookconfigurations'),
]

/** Numbers are the rows of the feature table. [extended F] */
export const notModelledFeatures: readonly Feature[] = [
  {
    /** 22: the annotation of the namespaces is modelled */
    name: 'on which nodes a nodeSelector lets new pods land',
    resources: [tenantsKey],
    uses: (tenant) => hasFields(at(tenant, 'spec', 'nodeSelector')),
  },
  {
    /** 45: the verdict on the port is modelled */
    name: 'which node port is given out where a Service names none, on which its rules decide',
    resources: [tenantsKey],
    uses: (tenant) =>
      rulesOf(tenant).some((rule) => listAt(rule, 'enforce', 'services', 'nodePorts', 'ports').length > 0),
  },
  {
    /** 49: what rules note of other objects is told with the step */
    name: 'the Events of rules that audit Namespaces',
    resources: [tenantsKey],
    uses: (tenant) => rulesOf(tenant).some((rule) => auditsNamespaces(objectAt(rule, 'enforce'))),
  },
  {
    /** 50: paths of fields are modelled */
    name: "Go's template functions in rules",
    resources: [tenantsKey],
    uses: (tenant) => rulesOf(tenant).some((rule) => someText(at(rule, 'enforce'), hasTemplateFunction)),
  },
  {
    /** 54, 55: items by reference and raw items are modelled */
    name: 'generators of replications',
    resources: [tenantResourcesKey, globalTenantResourcesKey],
    uses: (replication) =>
      listAt(replication, 'spec', 'resources').some((entry) => listAt(entry, 'generators').length > 0),
  },
  {
    /** 58: that the API server is asked in a ServiceAccount's name is modelled */
    name: 'an endpoint of its own for impersonation',
    resources: [capsuleConfigurationsKey],
    uses: (configuration) => (textAt(configuration, 'spec', 'impersonation', 'endpoint') ?? '') !== '',
  },
  {
    /** 64: quotas that count by one path are modelled */
    name: 'CEL and involved paths of custom quotas',
    resources: [
      resourceKey('capsule.clastix.io', 'customquotas'),
      resourceKey('capsule.clastix.io', 'globalcustomquotas'),
    ],
    uses: (quota) => !isModelled(quota),
  },
  {
    /** 64: nothing is refused */
    name: `what Capsule answers on ${notModelledHandlers.join(' and ')}`,
    resources: webhookConfigurations,
    uses: (configuration) =>
      listAt(configuration, 'webhooks').some(
        (webhook) => isOurs(webhook) && notModelledHandlers.includes(pathOf(webhook)),
      ),
  },
  {
    /** 67: who answers is neither Capsule nor an operator beside it; every request passes */
    name: 'webhooks of others',
    resources: webhookConfigurations,
    uses: (configuration, domains) =>
      listAt(configuration, 'webhooks').some((webhook) => !isOurs(webhook) && !isUnder(webhook, domains)),
  },
  {
    /** 69 */
    name: "Capsule's own certificates and the CA that it injects",
    resources: [capsuleConfigurationsKey],
    uses: (configuration) => at(configuration, 'spec', 'enableTLSReconciler') === true,
  },
  {
    /** 75 */
    name: "Capsule Proxy's reflector of RoleBindings",
    resources: [resourceKey('rbac.authorization.k8s.io', 'rolebindings')],
    uses: (binding) => labelsOf(binding)['reflection.proxy.projectcapsule.dev/enabled'] === 'true',
  },
  {
    /** 79 */
    name: "OpenShift's own admission and controllers",
    resources: [namespacesKey],
    uses: (namespace) => Object.keys(annotationsOf(namespace)).some((key) => key.startsWith('openshift.io/')),
  },
  {
    name: 'PodSecurity',
    resources: [namespacesKey],
    uses: (namespace) => Object.keys(labelsOf(namespace)).some((key) => key.startsWith('pod-security.kubernetes.io/')),
  },
  {
    name: 'MutatingAdmissionPolicies',
    resources: [resourceKey(admission, 'mutatingadmissionpolicies')],
    uses: () => true,
  },
  {
    name: 'API servers behind this one',
    resources: [resourceKey('apiregistration.k8s.io', 'apiservices')],
    uses: (service) => at(service, 'spec', 'service') !== undefined && at(service, 'spec', 'service') !== null,
  },
]

function rulesOf(tenant: KubeObject): readonly Json[] {
  return listAt(tenant, 'spec', 'rules')
}

function auditsNamespaces(enforce: JsonObject): boolean {
  const kinds = listAt(enforce, 'metadata').flatMap((rule) => listAt(rule, 'kinds'))
  return enforce.action === 'audit' && kinds.includes('Namespace')
}

function hasFields(value: Json | undefined): boolean {
  return isJsonObject(value) && Object.keys(value).length > 0
}

/** Whether any text in a document is as asked; names of fields do not count. */
function someText(value: Json | undefined, is: (text: string) => boolean): boolean {
  if (typeof value === 'string') return is(value)
  if (isJsonArray(value)) return value.some((item) => someText(item, is))
  return isJsonObject(value) && Object.values(value).some((item) => someText(item, is))
}

function isOurs(webhook: Json): boolean {
  return isUnder(webhook, [webhookDomain])
}

function isUnder(webhook: Json, domains: readonly string[]): boolean {
  const name = textAt(webhook, 'name') ?? ''
  return domains.some((domain) => name.endsWith(domain))
}

/** [admission/webhook-configuration.ts reads it alike] */
function pathOf(webhook: Json): string {
  const client = objectAt(webhook, 'clientConfig')
  const url = textAt(client, 'url')
  return url === undefined ? (textAt(client, 'service', 'path') ?? '/') : url.replace(/^https:\/\/[^/]*/, '')
}
