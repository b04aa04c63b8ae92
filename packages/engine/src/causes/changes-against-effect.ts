import { finalizersOf, type KubeObject, labelsOf, parseApiVersion, textAt } from '@capsule-whatif/model'
import type { AskedAction } from '../ask.ts'
import type { Effect } from '../predict/prediction.ts'
import { definedResources } from '../snapshot/named-resource.ts'
import { deletionPolicy } from './deletion-policy.ts'
import { operatorChange } from './operator-change.ts'
import type { SingleChange } from './single-change.ts'

/** The object that an effect is about, the Namespace it is or lies in, and the Tenant that has that. */
interface Place {
  readonly object?: KubeObject
  readonly home?: KubeObject
  readonly tenant?: KubeObject
}

const tenantLabel = 'capsule.clastix.io/tenant'
const finalizer = 'capsule-whatif.example/keep'
const keep = 'helm.sh/resource-policy'

/**
 * What could keep an effect from coming: against a loss everything that is said to protect the object, its Namespace and its
 * Tenant, and what would make them of no concern; against others what may keep the operator from it.
 */
export function changesAgainstEffect(
  objects: readonly KubeObject[],
  actions: readonly AskedAction[],
  effect: Effect,
  isOperatorRunning: boolean,
): readonly SingleChange[] {
  const place = placeOf(objects, effect)
  const always = [...ofTenant(place.tenant), operatorChange(actions, isOperatorRunning)]
  const isLoss = effect.outcome !== 'created' && effect.outcome !== 'changed'
  return isLoss ? [...always, ...changesAgainstLoss(objects, actions, place)] : always
}

function changesAgainstLoss(
  objects: readonly KubeObject[],
  actions: readonly AskedAction[],
  { object, home, tenant }: Place,
): readonly SingleChange[] {
  const definition = objects.find((each) => each.kind === 'CustomResourceDefinition' && definesTenants(each))
  const guarded = distinct([object, home, tenant, definition])
  return [
    ...guarded.map(withFinalizer),
    ...distinct([object, home]).flatMap(withoutOwners),
    ...(home ? detached(home) : []),
    ...guarded.flatMap((each) => policyFor(each, objects)),
    ...(definition ? [kept(definition)] : []),
    ...orphaning(actions),
  ]
}

function placeOf(objects: readonly KubeObject[], { kind, namespace, name }: Effect): Place {
  const find = (of: string, called: string | undefined, within?: string): KubeObject | undefined =>
    objects.find(({ kind: k, metadata }) => k === of && metadata.name === called && metadata.namespace === within)
  const object = find(kind, name, namespace)
  const home = kind === 'Namespace' ? object : find('Namespace', namespace)
  const owner = home?.metadata.ownerReferences?.find((each) => each.kind === 'Tenant')?.name
  const tenant = kind === 'Tenant' ? object : find('Tenant', owner ?? (home && labelsOf(home)[tenantLabel]))
  return { ...(object ? { object } : {}), ...(home ? { home } : {}), ...(tenant ? { tenant } : {}) }
}

function definesTenants(definition: KubeObject): boolean {
  return (
    textAt(definition, 'spec', 'names', 'kind') === 'Tenant' &&
    textAt(definition, 'spec', 'group') === 'capsule.clastix.io'
  )
}

function distinct(objects: readonly (KubeObject | undefined)[]): readonly KubeObject[] {
  return [...new Set(objects)].filter((object) => object !== undefined)
}

function ofTenant(tenant: KubeObject | undefined): readonly SingleChange[] {
  if (!tenant) return []
  return [
    { change: `preventDeletion on ${named(tenant)}`, before: [merge(tenant, { spec: { preventDeletion: true } })] },
    { change: `${named(tenant)} cordoned`, before: [merge(tenant, { spec: { cordoned: true } })] },
  ]
}

function withFinalizer(object: KubeObject): SingleChange {
  const finalizers = [...finalizersOf(object), finalizer]
  return {
    change: `a finalizer that nobody removes on ${named(object)}`,
    before: [merge(object, { metadata: { finalizers } })],
  }
}

function withoutOwners(object: KubeObject): readonly SingleChange[] {
  if ((object.metadata.ownerReferences ?? []).length === 0) return []
  const patch = { metadata: { ownerReferences: null } }
  return [{ change: `no owner references on ${named(object)}`, before: [merge(object, patch)] }]
}

/** Out of its Tenant: without the reference and the label, in one patch. */
function detached(home: KubeObject): readonly SingleChange[] {
  if (labelsOf(home)[tenantLabel] === undefined) return []
  const patch = { metadata: { ownerReferences: null, labels: { [tenantLabel]: null } } }
  const change = `${named(home)} without its Tenant's owner reference and label, both in one patch`
  return [{ change, before: [merge(home, patch)] }]
}

function policyFor(object: KubeObject, objects: readonly KubeObject[]): readonly SingleChange[] {
  const { group } = parseApiVersion(object.apiVersion)
  const custom = definedResources(objects).find((each) => each.kind === object.kind && each.group === group)
  const resource = custom?.resource ?? policedResources[object.kind]
  return resource === undefined ? [] : [deletionPolicy(object.kind, group, resource, object.metadata.name)]
}

const policedResources: Readonly<Record<string, string>> = {
  Namespace: 'namespaces',
  CustomResourceDefinition: 'customresourcedefinitions',
}

function kept(definition: KubeObject): SingleChange {
  return {
    change: `the annotation ${keep}: keep on ${named(definition)}`,
    before: [`annotate ${target(definition)} ${keep}=keep --overwrite`],
  }
}

function orphaning(actions: readonly AskedAction[]): readonly SingleChange[] {
  const isPlain = ({ do: text }: AskedAction): boolean =>
    /^(kubectl )?delete /.test(text) && !text.includes('--cascade')
  if (!actions.some(isPlain)) return []
  const instead = actions.map((action) =>
    isPlain(action) ? { ...action, do: `${action.do} --cascade=orphan` } : action,
  )
  return [{ change: '--cascade=orphan in what is done', before: [], instead }]
}

function named({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`
}

function target({ apiVersion, kind, metadata }: KubeObject): string {
  const { group } = parseApiVersion(apiVersion)
  const type = group === '' ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`
  return `${type} ${metadata.name}${metadata.namespace === undefined ? '' : ` -n ${metadata.namespace}`}`
}

function merge(object: KubeObject, patch: object): string {
  return `patch ${target(object)} --type merge -p '${JSON.stringify(patch)}'`
}
