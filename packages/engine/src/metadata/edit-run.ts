import {
  type ClusterModel,
  type ClusterState,
  findObject,
  type Json,
  type KubeObject,
  listAt,
  listObjects,
  objectAt,
  type Request,
  type Step,
  textAt,
} from '@capsule-whatif/model'
import { defaultUser } from '../action/impersonated-user.ts'
import { settle } from '../schedule/likely.ts'
import { mutationOf } from './admission-policy.ts'
import { arrivalsOf, namespaceIn } from './arrivals.ts'
import { windowOf } from './creation-run.ts'
import type { EditRun } from './latency-answer.ts'
import type { MetadataKey } from './metadata-key.ts'
import { momentsOf } from './moments.ts'
import { membersOf, tenantsKey } from './probe.ts'

/** One more key for the Tenant's namespaces, and the request that gives it. */
interface Edit {
  readonly edit: EditRun['edit']
  readonly key: MetadataKey
  readonly request: Request
}

const annotationOfSelector = 'scheduler.alpha.kubernetes.io/node-selector'

/** Gives the Tenant one more label, annotation or node selector, each on its own copy, and sees what its namespaces get. */
export function editRuns(
  model: ClusterModel,
  quiet: ClusterState,
  tenant: string,
  pace: string,
  lagMs: ClusterState['lagMs'],
): readonly EditRun[] {
  const found = findObject(quiet, tenantsKey, undefined, tenant)
  if (!found || membersOf(quiet, tenant).length === 0) return []
  return editsOf(quiet, found).map((edit) => editRun(model, { ...quiet, lagMs }, tenant, pace, edit))
}

function editRun(model: ClusterModel, state: ClusterState, tenant: string, pace: string, edit: Edit): EditRun {
  const { key, request } = edit
  const edited = model.apply(state, { type: 'request', as: defaultUser, request })
  const code = edited.response?.code ?? 500
  const named = { pace, edit: edit.edit }
  if (code >= 400)
    return { ...named, refused: textAt(edited.response?.body, 'message') ?? `${code}`, namespaces: [], refusals: [] }
  const { steps } = settle(model, edited.state)
  const opens = `${defaultUser.user}: modified ${request.resource} ${request.name ?? ''}`
  const moments = momentsOf(edited.state, opens, steps)
  const namespaces = membersOf(state, tenant).map(({ metadata: { name } }) => {
    const [arrival = { key, moment: 'never' as const }] = arrivalsOf([key], moments, namespaceIn(name), name)
    return { namespace: name, arrival, window: windowOf({ by: opens, afterMs: 0 }, arrival) }
  })
  return { ...named, namespaces, refusals: refusalsOf(steps) }
}

/** With which words the operator's writes of namespaces were refused, each once. */
function refusalsOf(steps: readonly Step[]): readonly string[] {
  const refused = steps
    .flatMap(({ exchanges }) => exchanges)
    .filter(({ request, response }) => request.resource === 'namespaces' && response.code >= 400)
  return [...new Set(refused.map(({ response }) => textAt(response.body, 'message') ?? `${response.code}`))]
}

function editsOf(state: ClusterState, tenant: KubeObject): readonly Edit[] {
  const label: MetadataKey = { on: 'Namespace', field: 'labels', key: 'whatif.example/edited', value: 'yes' }
  const annotation: MetadataKey = { ...label, field: 'annotations' }
  const selector = { ...textMapOf(tenant), 'whatif.example/pool': 'edited' }
  const pairs = Object.entries(selector).map(([key, value]) => `${key}=${value}`)
  const selected: MetadataKey = { ...annotation, key: annotationOfSelector, value: pairs.sort().join(',') }
  return [
    {
      edit: 'label',
      key: label,
      request: giving(state, tenant, label, additional({ labels: { [label.key]: 'yes' } })),
    },
    {
      edit: 'annotation',
      key: annotation,
      request: giving(state, tenant, annotation, additional({ annotations: { [annotation.key]: 'yes' } })),
    },
    { edit: 'node selector', key: selected, request: giving(state, tenant, selected, { nodeSelector: selector }) },
  ]
}

function textMapOf(tenant: KubeObject): Readonly<Record<string, string>> {
  const entries = Object.entries(objectAt(tenant, 'spec', 'nodeSelector'))
  return Object.fromEntries(entries.map(([key, value]) => [key, String(value)]))
}

function additional(metadata: Json): Json {
  return { namespaceOptions: { additionalMetadata: metadata } }
}

const policiesKey = 'admissionregistration.k8s.io/mutatingadmissionpolicies'

/** The edit of the policy that gives the Tenant's metadata, where one does and the Tenant itself does not; else of the Tenant. */
function giving(state: ClusterState, tenant: KubeObject, key: MetadataKey, spec: Json): Request {
  const { name } = tenant.metadata
  const policy = givesMetadata(tenant)
    ? undefined
    : listObjects(state, policiesKey).find(({ metadata }) => metadata.name.startsWith(`whatif-metadata-${name}-`))
  if (!policy) {
    const place = { group: 'capsule.clastix.io', version: 'v1beta2', resource: 'tenants', kind: 'Tenant', name }
    return { verb: 'patch', ...place, patchType: 'merge', body: { spec } }
  }
  const place = { group: 'admissionregistration.k8s.io', version: 'v1', resource: 'mutatingadmissionpolicies' }
  const mutations = [...listAt(policy, 'spec', 'mutations'), mutationOf([key])]
  const body = { spec: { mutations } }
  return { verb: 'patch', ...place, name: policy.metadata.name, patchType: 'merge', body }
}

function givesMetadata(tenant: KubeObject): boolean {
  const options = objectAt(tenant, 'spec', 'namespaceOptions')
  const given = [options.additionalMetadata, options.additionalMetadataList, objectAt(tenant, 'spec').nodeSelector]
  return given.some((each) => each !== undefined)
}
